"""What people ask alert to do beside running."""
