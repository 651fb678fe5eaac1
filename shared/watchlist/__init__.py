"""Who and what can be named or counted: people, countries, groups, places, measures."""

from shared.watchlist.loading import load_watchlist
from shared.watchlist.model import Entity, Kind, Measure, Role, Watchlist

__all__ = ["Entity", "Kind", "Measure", "Role", "Watchlist", "load_watchlist"]
