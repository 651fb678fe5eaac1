"""What the libraries say goes where our logs go."""

import logging


def log_to_root(library: str) -> None:
    """Give the warnings of a library to the root logger: Flair's own handler writes to stdout."""
    logger = logging.getLogger(library)
    logger.handlers.clear()
    logger.propagate = True
    logger.setLevel(logging.WARNING)
