"""Who says each number."""
