"""Who and what can be named or counted: people, countries, groups, places, measures."""

from shared.watchlist.model import Entity, Kind, Measure, Role, Watchlist, load_watchlist

__all__ = ["Entity", "Kind", "Measure", "Role", "Watchlist", "load_watchlist"]
