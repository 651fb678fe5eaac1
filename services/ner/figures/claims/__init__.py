"""Counted phrases with what they count as: by fate, by noun, or by what German leaves out."""
