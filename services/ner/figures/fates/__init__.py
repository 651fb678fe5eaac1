"""What became of those counted, as verbs, phrases and nouns tell it."""
