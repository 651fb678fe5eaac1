"""Whether an error can be waited out is part of its type."""


class MelderError(Exception):
    """An error with a message for people: what is wrong, where, and what to do."""


class ConfigError(MelderError):
    """A file, setting or argument is wrong; nothing was started or changed."""


class ConfigChangedError(MelderError):
    """The configuration of a running service was changed, to something good: it begins anew."""


class BadInputError(MelderError):
    """One article, file or feed cannot be used; the others go on. `reason` is a metric's label."""

    reason: str = "bad-input"


class ScriptError(MelderError):
    """A step was called with wrong arguments or on keys of a wrong type; nothing was written."""
