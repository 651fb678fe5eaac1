"""One text as it comes in, checked, before the journal gives it a number."""

from datetime import UTC, datetime
from typing import Annotated, Any, TypeVar

from pydantic import BeforeValidator, ValidationError, model_validator

from shared.errors import BadInputError
from shared.events import ArticleFound, Part, Timestamp, Trust, Wall, event_time
from shared.identity import article_id, text_hash

MOST_NAMES, LONGEST_NAME = 20, 200
"""Authors of an article, and characters of a name; what is more is cut off."""
ADVICE = "write it as 2024-11-04T17:00:00Z or 2024-11-04T18:00:00+01:00"


def _moment(value: object) -> datetime:
    """A time with its zone: a bare date or number could mean several moments."""
    if isinstance(value, datetime):
        moment = value
    elif isinstance(value, str):
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError as error:
            raise ValueError(f"{value[:40]!r} is not a time; {ADVICE}") from error
    else:
        raise ValueError(f"a time is text; {ADVICE}")
    if moment.tzinfo is None:
        raise ValueError(f"{str(value)[:40]!r} has no time zone; {ADVICE}")
    if not 1900 < moment.year < 2200:
        raise ValueError(f"the year {moment.year} cannot be right")
    return moment.astimezone(UTC)


def names(value: object) -> tuple[str, ...]:
    """Names in what people write for authors: a name, {"name": …} as in JSON-LD, or a list of these."""
    several = value[:MOST_NAMES] if isinstance(value, list | tuple) else [value]
    ones = (one.get("name") if isinstance(one, dict) else one for one in several)
    cut = (" ".join(name.split())[:LONGEST_NAME] for name in ones if isinstance(name, str))
    return tuple(dict.fromkeys(name for name in cut if name))


Moment = Annotated[Timestamp, BeforeValidator(_moment)]
Names = Annotated[tuple[str, ...], BeforeValidator(names)]


class Fields(Part):
    """What may be known about a text; null and "" mean not known, unknown keys are ignored."""

    title: str = ""
    url: str = ""
    source: str = ""
    origin: str = ""
    language: str = ""
    trust: Trust | None = None
    wall: Wall = Wall.NONE
    authors: Names = ()
    published_at: Moment | None = None
    updated_at: Moment | None = None

    @model_validator(mode="before")
    @classmethod
    def _drop_unknown(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if key == "text" or value not in (None, "")}


class Line(Fields):
    """One line of a .jsonl file; `text` is the body."""

    text: str


class ArticleText(Fields):
    """One text with its URL; `text` = title, blank line, body."""

    text: str


AnyFields = TypeVar("AnyFields", bound=Fields)


def check_fields(kind: type[AnyFields], data: Any, place: str) -> AnyFields:
    """`data` (an object, or JSON as text) as `kind`. BadInputError names the place and every wrong field."""
    try:
        return kind.model_validate_json(data) if isinstance(data, str) else kind.model_validate(data)
    except ValidationError as error:
        raise BadInputError(
            "; ".join(_fault(place, fault) for fault in error.errors(include_url=False))
        ) from error


def _fault(place: str, fault: Any) -> str:
    field = "".join(f"{part}: " for part in fault["loc"])
    message = fault["msg"].removeprefix("Value error, ")
    message = message.replace("Invalid JSON: ", "not valid JSON: ")
    return f"{place}: {field}{message}"


def decode(data: bytes, place: str, limit: int) -> str:
    """UTF-8 of at most `limit` bytes, without a byte order mark. BadInputError says what is wrong with it."""
    if len(data) > limit:
        raise BadInputError(f"{place}: over {limit:,} bytes, the most that one text may have; split it")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadInputError(
            f"{place}: byte {error.start} (line {line}) is not UTF-8; save it as UTF-8, "
            "for example with iconv -f latin1 -t utf-8"
        ) from error


def compose(fields: Fields, body: str, place: str, url: str = "") -> ArticleText:
    """The whole text. `url` is used where the fields have none, else one made from the text itself."""
    if not body.strip():
        raise BadInputError(f"{place}: there is no text in it")
    title = " ".join(fields.title.split())
    text = body if body.lstrip().startswith(title) else f"{title}\n\n{body}"
    known = fields.model_dump(include=set(Fields.model_fields))
    return ArticleText(
        **known | {"title": title, "url": fields.url or url or f"text:{text_hash(text)}", "text": text}
    )


def to_found(
    article: ArticleText,
    found_at: datetime,
    source: str,
    language: str = "de",
    revision: int = 1,
    trust: Trust = Trust.MEDIUM,
) -> ArticleFound:
    """The event; what the input itself says of source, language, origin and trust comes first."""
    identity = article_id(article.url)
    return ArticleFound(
        article_id=identity,
        revision=revision,
        url=article.url,
        source=article.source or source,
        origin=article.origin or identity,
        title=article.title,
        text=article.text,
        language=article.language or language,
        trust=article.trust or trust,
        wall=article.wall,
        authors=article.authors,
        published_at=article.published_at,
        updated_at=article.updated_at,
        event_at=event_time(article.updated_at or article.published_at, found_at),
        found_at=found_at,
    )
