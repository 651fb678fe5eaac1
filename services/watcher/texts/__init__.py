"""Texts from the web: their encoding and language, and what in them is not the article's."""
