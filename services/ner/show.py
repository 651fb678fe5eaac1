"""An annotated article for people: figures, who is named, and where."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from shared.events import ArticleTagged, Figure


def show(console: Console, tagged: ArticleTagged) -> None:
    """Print one article: a table of its figures, then its linked names and how often each occurs."""
    article = tagged.article
    if article is None:
        return
    console.rule(Text(article.title or article.url), align="left")
    console.print(
        Text(f"{article.event_at:%Y-%m-%d %H:%M} UTC  {article.source}  {article.url}", style="dim")
    )
    if tagged.figures:
        console.print(_figures(article.text, tagged.figures))
    else:
        console.print("no figures")
    console.print(Text(f"named: {_names(tagged) or 'nobody known'}"))
    unknown = sorted({mention.text for mention in tagged.mentions if not mention.entity})
    console.print(Text(f"not linked: {', '.join(unknown) or '-'}", style="dim"))


def _figures(text: str, figures: tuple[Figure, ...]) -> Table:
    table = Table("measure", "subject", "number", "place", "according to", "flags", "sentence")
    for figure in figures:
        said_by = figure.attribution.text if figure.attribution else ""
        cells = (
            figure.measure,
            figure.subject or "?",
            figure.words,
            figure.place or "",
            said_by,
            " ".join(figure.flags),
            figure.evidence.sentence.of(text),
        )
        table.add_row(*(Text(cell) for cell in cells))
    return table


def _names(tagged: ArticleTagged) -> str:
    counts: dict[str, int] = {}
    for mention in tagged.mentions:
        if mention.entity:
            counts[mention.entity] = counts.get(mention.entity, 0) + 1
    return ", ".join(f"{entity} ({count})" if count > 1 else entity for entity, count in counts.items())
