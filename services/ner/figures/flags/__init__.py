"""Why a figure may not count as it stands: former, hypothetical, negated."""
