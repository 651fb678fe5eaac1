"""Whose those counted are, and where."""
