"""The language: words and their classes, verbs' forms, the watchlist's measures, countries and groups."""
