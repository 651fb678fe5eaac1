"""An annotated article for people: figures, who is named, and where."""

from collections.abc import Sequence
from itertools import groupby

from rich.console import Console, Group
from rich.table import Table
from rich.text import Text

from shared.events import ArticleTagged, Figure, Span

WIDTHS = (9, 16, 18)
"""Of measure, subject and number, so that they stand below each other."""


def show(console: Console, tagged: ArticleTagged) -> None:
    """Print one article: each sentence with its figures, then its linked names and how often each occurs."""
    article = tagged.article
    if article is None:
        return
    console.rule(Text(article.title or article.url), align="left")
    console.print(
        Text(f"{article.event_at:%Y-%m-%d %H:%M} UTC  {article.source}  {article.url}", style="dim")
    )
    for sentence, figures in groupby(tagged.figures, lambda figure: figure.evidence.sentence):
        console.print(_said(article.text, sentence, list(figures)))
    if not tagged.figures:
        console.print("no figures")
    console.print(Text(f"named: {_names(tagged) or 'nobody known'}"))
    unknown = sorted({mention.text for mention in tagged.mentions if not mention.entity})
    console.print(Text(f"not linked: {', '.join(unknown) or '-'}", style="dim"))


def _said(text: str, sentence: Span, figures: Sequence[Figure]) -> Group:
    """A sentence with its numbers set off, and below it what each of them says."""
    words = Text(sentence.of(text).replace("\n", " "))
    table = Table.grid(padding=(0, 2), pad_edge=True)
    for width in WIDTHS:
        table.add_column(min_width=width)
    for figure in figures:
        number = figure.evidence.number
        words.stylize("bold", number.start - sentence.start, number.end - sentence.start)
        cells = (figure.measure, figure.subject or "?", figure.words)
        table.add_row(*(Text(cell) for cell in cells), Text(_circumstances(figure), style="dim"))
    return Group(words, table)


def _circumstances(figure: Figure) -> str:
    """Where, how it is flagged, and who says so, with whom that is."""
    said, place = figure.attribution, figure.place
    source = said.text if said else None
    who = f"{source} [{said.entity}]" if said and said.entity else source
    return " · ".join(filter(None, (f"in {place}" if place else None, *figure.flags, who)))


def _names(tagged: ArticleTagged) -> str:
    counts: dict[str, int] = {}
    for mention in tagged.mentions:
        if mention.entity:
            counts[mention.entity] = counts.get(mention.entity, 0) + 1
    return ", ".join(f"{entity} ({count})" if count > 1 else entity for entity, count in counts.items())
