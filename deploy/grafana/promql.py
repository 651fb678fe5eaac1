"""The questions that several panels ask, as PromQL."""

SECONDS = {"$__interval": "$__interval_ms / 1000", "$__range": "$__range_s"}
"""The length of Grafana's windows."""


def counted(counter: str, *labels: str, window: str = "$__interval") -> str:
    """How much a counter grew in the window, the 1 with which a new series begins included.

    increase() alone shows nothing of a rule's first alert
    (https://github.com/prometheus/prometheus/issues/1673). A series counts as new if it began in the window,
    or up to a minute before and was not scraped yet; what only could not be scraped for a while is not new.
    """
    began = f"{counter.removesuffix('_total')}_created > time() - {SECONDS[window]} - 60"
    new = f"{counter} unless {counter} offset {window} and {began}"
    return f"sum by ({', '.join(labels)}) ({new} or increase({counter}[{window}]))"


def quantile(q: float, histogram: str, *labels: str) -> str:
    """The time below which the share q of all observations lies."""
    by = ", ".join(("le", *labels))
    return f"histogram_quantile({q}, sum by ({by}) (rate({histogram}_bucket[$__interval])))"


def known(gauge: str) -> str:
    """The gauge, or -1 when no service tells it: silence must not look like peace."""
    return f"{gauge} or vector(-1)"
