"""Models that Melder does not ship: loaded only as named by the operator, with their SHA-256."""
