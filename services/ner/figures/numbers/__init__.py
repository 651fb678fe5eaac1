"""Numbers with their hedges, and those that never count anybody."""
