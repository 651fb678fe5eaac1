"""Texts from files: what is read, in which order, and what is said about what cannot be."""

import io
import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.article_text import ArticleText, to_found
from shared.articles import SIZE_LIMIT, read_articles
from shared.errors import BadInputError
from shared.events import Trust, Wall
from shared.identity import article_id

NOON = datetime(2024, 11, 4, 12, tzinfo=UTC)
NO_INPUT = io.BytesIO()


def read(
    *paths: Path | str, stdin: bytes = b"", limit: int = SIZE_LIMIT
) -> list[ArticleText | BadInputError]:
    return list(read_articles([str(path) for path in paths], io.BytesIO(stdin), limit))


def texts(*paths: Path | str, stdin: bytes = b"") -> list[str]:
    return [item.text for item in read(*paths, stdin=stdin) if isinstance(item, ArticleText)]


def the_one(*paths: Path | str, stdin: bytes = b"") -> ArticleText:
    (item,) = read(*paths, stdin=stdin)
    assert isinstance(item, ArticleText), item
    return item


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def lines(*objects: object) -> str:
    return "".join(json.dumps(item, ensure_ascii=False) + "\n" for item in objects)


def test_a_txt_file_is_one_article_with_its_content_unchanged(tmp_path: Path) -> None:
    article = the_one(write(tmp_path / "a.txt", "\ufeff Erste Zeile\r\nZweite Zeile \n"))
    assert article.text == " Erste Zeile\nZweite Zeile \n"
    assert (article.title, article.published_at) == ("", None)
    assert article.url == (tmp_path / "a.txt").as_uri()


def test_a_jsonl_file_holds_one_article_a_line_and_unknown_keys_are_ignored(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonl",
        lines(
            {
                "title": "Neue Zahl",
                "text": "Es sind rund 300.",
                "url": "https://zeitung.example/1",
                "source": "zeitung",
                "origin": "agentur-7",
                "published_at": "2024-11-04T13:00:00+01:00",
                "language": "de",
                "colour": ["blau"],
            },
            {"text": "Ohne alles.", "title": None, "url": "", "published_at": ""},
        ),
    )
    first, second = read(path)
    assert isinstance(first, ArticleText)
    assert isinstance(second, ArticleText)
    assert first.text == "Neue Zahl\n\nEs sind rund 300."
    assert (first.source, first.origin, first.published_at) == ("zeitung", "agentur-7", NOON)
    assert (second.text, second.title, second.published_at) == ("Ohne alles.", "", None)
    assert second.url.startswith("text:")


def test_a_title_that_begins_the_text_is_not_put_there_twice() -> None:
    line = lines({"title": "Neue  Zahl", "text": "Neue Zahl\nEs sind 300."})
    assert texts("-", stdin=line.encode()) == ["Neue Zahl\nEs sind 300."]


def test_articles_of_one_file_without_urls_are_different_articles(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", lines({"text": "Eins."}, {"text": "Zwei."}))
    urls = [item.url for item in read(path) if isinstance(item, ArticleText)]
    assert len({article_id(url) for url in urls}) == 2


def test_a_line_without_url_stays_the_same_article_wherever_it_stands(tmp_path: Path) -> None:
    before = the_one(write(tmp_path / "a.jsonl", lines({"text": "Eins."})))
    rotated = the_one(write(tmp_path / "a.jsonl.jsonl", lines({"text": "Eins."})))
    new, after = read(write(tmp_path / "a.jsonl", lines({"text": "Neu."}, {"text": "Eins."})))
    assert isinstance(new, ArticleText)
    assert isinstance(after, ArticleText)
    assert before.url == rotated.url == after.url != new.url


@pytest.mark.parametrize(
    ("stdin", "expected"),
    [
        pytest.param(b'\n  {"text": "Eins."}\n\n{"text": "Zwei."}', ["Eins.", "Zwei."], id="JSON lines"),
        pytest.param(b'\xef\xbb\xbf{"text": "Eins."}', ["Eins."], id="JSON lines with a byte order mark"),
        pytest.param(b"\nEin Text\nmit {Klammern}", ["\nEin Text\nmit {Klammern}"], id="one text"),
    ],
)
def test_standard_input_is_json_lines_or_one_text(stdin: bytes, expected: list[str]) -> None:
    assert texts("-", stdin=stdin) == expected


@pytest.mark.parametrize(
    "array",
    [
        '[{"text": "Eins."}, {"text": "Zwei."}]',
        '[\n  {\n    "text": "Eins."\n  }\n]',
        '\ufeff[ {"text": "Eins."}]',
    ],
)
def test_a_json_array_is_refused_once_with_what_would_be_right(tmp_path: Path, array: str) -> None:
    path = write(tmp_path / "a.jsonl", array)
    for said in (read("-", stdin=array.encode()), read(path)):
        (error,) = said
        assert isinstance(error, BadInputError)
        assert "one object a line (.jsonl), not an array" in str(error)


def test_a_text_may_begin_with_a_bracket() -> None:
    assert texts("-", stdin=b"[dpa] Es sind 300.") == ["[dpa] Es sind 300."]


def test_the_same_text_on_standard_input_is_the_same_article_whatever_comes_before() -> None:
    alone = the_one("-", stdin=b'{"text": "Zwei."}')
    after = read("-", stdin=b'{"text": "Eins."}\n{"text": "Zwei."}')[1]
    assert isinstance(after, ArticleText)
    assert after.url == alone.url


def test_a_folder_is_read_in_the_order_of_its_manifest_then_by_name(tmp_path: Path) -> None:
    for name in ("a", "b", "c", "d"):
        write(tmp_path / f"{name}.txt", f"Text {name}")
    write(tmp_path / "e.jsonl", lines({"text": "Text e"}))
    write(tmp_path / "README.md", "kein Artikel")
    (tmp_path / "more").mkdir()
    write(tmp_path / "more" / "f.txt", "nicht gelesen")
    write(tmp_path / "manifest.json", json.dumps([{"file": "c.txt"}, {"file": "a.txt"}]))
    assert texts(tmp_path) == ["Text c", "Text a", "Text b", "Text d", "Text e"]


def test_a_pipe_in_a_folder_is_not_waited_for(tmp_path: Path) -> None:
    for name in ("pipe.txt", "pipe.jsonl", "named.txt"):
        os.mkfifo(tmp_path / name)
    write(tmp_path / "a.txt", "Text")
    write(tmp_path / "manifest.json", json.dumps([{"file": "named.txt"}]))
    wrong, right = read(tmp_path)
    assert str(wrong) == f"{tmp_path / 'named.txt'}: not a file"
    assert isinstance(right, ArticleText)


def test_a_file_named_alone_takes_what_its_manifest_says(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "Text")
    item = {"file": "a.txt", "title": "Titel", "url": "https://zeitung.example/a", "source": "zeitung"}
    write(tmp_path / "manifest.json", json.dumps([item | {"published_at": "2024-11-04T12:00:00Z"}]))
    article = the_one(tmp_path / "a.txt")
    assert (article.text, article.url, article.source) == ("Titel\n\nText", item["url"], "zeitung")
    assert article.published_at == NOON


BAD_FILES = [
    pytest.param("a.txt", b"", r"a\.txt: there is no text in it", id="an empty file"),
    pytest.param("a.txt", b" \n\t ", r"a\.txt: there is no text in it", id="a file of spaces"),
    pytest.param(
        "a.txt",
        "Zeile\nGrüße".encode("latin-1"),
        r"a\.txt: byte 8 \(line 2\) is not UTF-8; save it as UTF-8",
        id="a file in Latin-1",
    ),
    pytest.param("a.txt", b"x" * 2001, r"a\.txt: over 2,000 bytes", id="a text over the limit"),
    pytest.param("a.md", b"Text", r"a\.md: only \.txt and \.jsonl files are read", id="another kind of file"),
    pytest.param("a.jsonl", b'{"text": "x"', r"a\.jsonl:1: not valid JSON", id="a broken line"),
    pytest.param("a.jsonl", b'{"title": "x"}', r"a\.jsonl:1: text: Field required", id="a line without text"),
    pytest.param(
        "a.jsonl", b'{"text": 5}', r"a\.jsonl:1: text: Input should be a valid string", id="a number as text"
    ),
    pytest.param("a.jsonl", b"[1]", r"a\.jsonl:1: .*object", id="a line that is no object"),
    pytest.param(
        "a.jsonl", b'{"text": "\xfc"}', r"a\.jsonl:1: byte 10 \(line 1\) is not UTF-8", id="a line in Latin-1"
    ),
    pytest.param(
        "a.jsonl", b'{"text": "\\ud800"}', r"a\.jsonl:1: not valid JSON", id="half a surrogate pair"
    ),
    pytest.param("a.jsonl", b"[" * 1900, r"a\.jsonl:1: not valid JSON", id="a deeply nested line"),
    pytest.param(
        "a.jsonl", b'{"text": "' + b"x" * 2001, r"a\.jsonl:1: over 2,000 bytes", id="a line over the limit"
    ),
    pytest.param(
        "a.jsonl",
        b'{"text": "x", "published_at": "2024-11-04"}',
        r"published_at: '2024-11-04' has no time zone; write it as 2024-11-04T17:00:00Z",
        id="a date without a zone",
    ),
    pytest.param(
        "a.jsonl",
        b'{"text": "x", "updated_at": 1730736000}',
        r"updated_at: a time is text",
        id="a number as time",
    ),
    pytest.param(
        "a.jsonl",
        b'{"text": "x", "updated_at": "gestern"}',
        r"updated_at: 'gestern' is not a time",
        id="no time",
    ),
    pytest.param(
        "a.jsonl",
        b'{"text": "x", "updated_at": "9999-12-31T23:59:59Z"}',
        r"updated_at: the year 9999 cannot be right",
        id="a year that cannot be right",
    ),
]


@pytest.mark.parametrize(("name", "content", "message"), BAD_FILES)
def test_bad_input_is_one_clear_error_and_the_others_go_on(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    good = write(tmp_path / "good.txt", "Gut.")
    wrong, right = read(write(tmp_path / name, content), good, limit=2000)
    assert isinstance(wrong, BadInputError)
    assert isinstance(right, ArticleText)
    with pytest.raises(BadInputError, match=message):
        raise wrong


def test_a_bad_line_does_not_stop_the_lines_after_it(tmp_path: Path) -> None:
    content = lines({"text": "Eins."}) + '{"text": \n' + "x" * 5000 + "\n" + lines({"text": "Vier."})
    one, two, three, four = read(write(tmp_path / "a.jsonl", content), limit=2000)
    assert isinstance(one, ArticleText)
    assert isinstance(four, ArticleText)
    assert ":2: " in str(two)
    assert ":3: over" in str(three)


class Counting(io.BytesIO):
    """Counts what is asked for."""

    asked = 0

    def readline(self, size: int | None = -1, /) -> bytes:
        data = super().readline(size)
        self.asked = max(self.asked, len(data))
        return data


def test_a_huge_line_is_never_held_whole() -> None:
    stream = Counting(b'{"text": "' + b"x" * 3_000_000 + b'"}\n{"text": "Zwei."}\n')
    wrong, right = read_articles(["-"], stream, 2_000)
    assert "over 2,000 bytes" in str(wrong)
    assert isinstance(right, ArticleText)
    assert stream.asked <= 2_001


BAD_MANIFESTS = [
    pytest.param("{", r"manifest\.json: not valid JSON", id="not JSON"),
    pytest.param('{"a.txt": {}}', r"manifest\.json: must be a list of", id="not a list"),
    pytest.param('[{"file": "../a.txt"}]', r'entry 1: "file" must name a \.txt file', id="a file elsewhere"),
    pytest.param("[1]", r'entry 1: "file" must name a \.txt file', id="no object"),
]


@pytest.mark.parametrize(("content", "message"), BAD_MANIFESTS)
def test_a_broken_manifest_is_one_error_and_its_txt_files_wait(
    tmp_path: Path, content: str, message: str
) -> None:
    write(tmp_path / "manifest.json", content)
    write(tmp_path / "a.txt", "Text")
    write(tmp_path / "b.jsonl", lines({"text": "Zeile"}))
    wrong, right = read(tmp_path)
    with pytest.raises(BadInputError, match=message):
        raise wrong  # type: ignore[misc]
    assert isinstance(right, ArticleText)
    (alone,) = read(tmp_path / "a.txt")
    assert "wait until it is repaired" in str(alone)


def test_a_wrong_entry_or_a_missing_file_costs_only_that_file(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "A")
    write(tmp_path / "b.txt", "B")
    items = [{"file": "a.txt", "published_at": "2024-11-04 10:00"}, {"file": "c.txt"}, {"file": "b.txt"}]
    write(tmp_path / "manifest.json", json.dumps(items))
    wrong, missing, right = read(tmp_path)
    assert "entry 1 (a.txt): published_at: '2024-11-04 10:00' has no time zone" in str(wrong)
    assert "c.txt: no such file, though manifest.json names it" in str(missing)
    assert isinstance(right, ArticleText)


@pytest.mark.parametrize("name", ["nowhere.txt", "nowhere"])
def test_what_is_not_there_is_said(name: str) -> None:
    (wrong,) = read(name)
    assert str(wrong) == f"{name}: no such file or folder"


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    (wrong,) = read(tmp_path)
    assert "holds no .txt and no .jsonl file" in str(wrong)


def an_article(**fields: object) -> ArticleText:
    return ArticleText.model_validate({"url": "https://zeitung.example/1", "text": "Text"} | fields)


def test_an_article_is_its_own_origin_unless_somebody_knows_better() -> None:
    own = article_id("https://zeitung.example/1")
    assert to_found(an_article(), NOON, "inbox").origin == own
    assert to_found(an_article(origin="dpa-1"), NOON, "inbox").origin == "dpa-1"


def test_what_the_input_says_about_source_and_language_wins() -> None:
    plain = to_found(an_article(), NOON, "inbox", "fr")
    told = to_found(an_article(source="zeitung", language="de"), NOON, "inbox", "fr")
    assert (plain.source, plain.language, told.source, told.language) == ("inbox", "fr", "zeitung", "de")


@pytest.mark.parametrize(
    ("authors", "expected"),
    [
        ("Anna  Beck", ("Anna Beck",)),
        (["Anna Beck", "dpa", "dpa", ""], ("Anna Beck", "dpa")),
        ([{"@type": "Person", "name": "Anna Beck"}], ("Anna Beck",)),
        (None, ()),
        ([7, {"name": ["x"]}, [["y"]]], ()),
        (["x" * 1_000] * 1_000, ("x" * 200,)),
    ],
)
def test_authors_are_names_however_they_are_written(authors: object, expected: tuple[str, ...]) -> None:
    assert to_found(an_article(authors=authors), NOON, "inbox").authors == expected


def test_trust_is_that_of_the_source_unless_a_line_of_a_file_knows_better() -> None:
    plain = to_found(an_article(), NOON, "inbox", trust=Trust.LOW)
    told = to_found(an_article(trust="high", wall="paywall"), NOON, "inbox", trust=Trust.LOW)
    assert (plain.trust, plain.wall) == (Trust.LOW, Wall.NONE)
    assert (told.trust, told.wall) == (Trust.HIGH, Wall.PAY)


@pytest.mark.parametrize(
    ("published", "updated", "expected"),
    [
        (None, None, "2024-11-04T12:00:00Z"),
        ("2024-11-04T08:00:00Z", None, "2024-11-04T08:00:00Z"),
        ("2024-11-04T08:00:00Z", "2024-11-04T09:00:00Z", "2024-11-04T09:00:00Z"),
        ("2024-11-05T08:00:00Z", None, "2024-11-04T12:05:00Z"),
    ],
    ids=["unknown: when found", "published", "the update counts", "from the future: found plus five minutes"],
)
def test_when_it_was_said(published: str | None, updated: str | None, expected: str) -> None:
    found = to_found(an_article(published_at=published, updated_at=updated), NOON, "inbox")
    assert found.event_at == datetime.fromisoformat(expected)


def test_the_seeds_are_read_in_the_order_they_appeared(seeds: Path) -> None:
    urls = [item.url for item in read(seeds) if isinstance(item, ArticleText)]
    assert urls == [f"https://news.example/{number}" for number in ("001", "000", "004", "002", "003")]
