"""Whose those counted are."""
