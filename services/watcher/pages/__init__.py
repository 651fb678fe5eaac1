"""An article's page: whether it may be fetched, what it says of itself, and its text."""
