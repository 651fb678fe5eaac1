"""A sentence cut into clauses at its marks and verbs."""
