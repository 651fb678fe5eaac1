"""The names in sources.yaml, so that a rule on a source that nobody reads is refused.

alert never imports the watcher: of the file, which is the watcher's, it knows the names only.
"""

from pathlib import Path

import yaml


def source_names(path: Path) -> frozenset[str] | None:
    """None, and nothing is checked, where the file is absent or wrong: that is the watcher's to say."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return frozenset(source["name"] for source in data["sources"])
    except (OSError, ValueError, TypeError, KeyError, yaml.YAMLError):
        return None
