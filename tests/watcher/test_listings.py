"""Whatever an address answers → what it lists: JSON Feed, news sitemaps, pages that name their feed."""

import json

import pytest

from services.watcher.listings.listing import Listing
from services.watcher.listings.listing_reader import read_listing
from services.watcher.reading.limits import LIMITS
from shared.errors import BadInputError

URL = "https://zeitung.example/what"
NEWS = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
    'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">'
)


def read(text: str) -> Listing:
    return read_listing(text.encode(), "", URL)


def a_json_feed(*items: object, version: str = "https://jsonfeed.org/version/1.1") -> str:
    return json.dumps({"version": version, "title": "Zeitung", "items": items})


def an_item(number: int = 1, **more: object) -> dict[str, object]:
    return {"id": str(number), "url": f"/{number}", "title": f"Titel {number}"} | more


def a_sitemap(*urls: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{NEWS}{"".join(urls)}</urlset>'


def a_url(number: int = 1, at: str = "2024-11-04T10:00:00+01:00", more: str = "") -> str:
    return (
        f"<url><loc>https://zeitung.example/{number}</loc>{more}<news:news><news:publication><news:name>Zeitung"
        "</news:name><news:language>de</news:language></news:publication>"
        f"<news:publication_date>{at}</news:publication_date>"
        f"<news:title>Müller &amp; Söhne {number}</news:title></news:news></url>"
    )


def test_a_json_feed_gives_the_longest_text_and_both_times_oldest_first() -> None:
    new = an_item(
        2,
        date_published="2024-11-04T10:00:00+01:00",
        date_modified="2024-11-04T12:00:00Z",
        content_html="<p>Der <b>lange</b> Text &amp; mehr.</p>",
        summary="Kurz",
    )
    first, second = read(a_json_feed(new, an_item(1, content_text="Kurz <b>&amp;</b>"))).articles
    assert (first.url, first.text) == ("https://zeitung.example/1", "Titel 1\n\nKurz <b>&amp;</b>")
    assert second.text == "Titel 2\n\nDer lange Text & mehr."
    assert str(second.published_at) == "2024-11-04 09:00:00+00:00"
    assert str(second.updated_at) == "2024-11-04 12:00:00+00:00"


def test_authors_of_a_json_feed_have_no_markup_and_nothing_that_deceives_a_reader() -> None:
    item = an_item(
        authors=[
            {"name": "\u202eAnna\x1b[31m\u00ad Beck"},
            {"name": "<b>dpa</b> &amp; AFP"},
            {"name": "\x00"},
        ]
    )
    (article,) = read(a_json_feed(item)).articles
    assert article.authors == ("Anna[31m Beck", "dpa & AFP")


def test_an_item_of_a_json_feed_says_who_wrote_it() -> None:
    several = an_item(authors=[{"name": "Anna Beck"}, {"name": "dpa"}])
    feed = read(a_json_feed(several, an_item(2, author={"name": "AFP"}), an_item(3, author=7)))
    assert {article.authors for article in feed.articles} == {("Anna Beck", "dpa"), ("AFP",), ()}


def test_items_of_a_json_feed_that_can_not_be_used_are_counted() -> None:
    bad = [1, None, {}, an_item(url=["x"]), an_item(url="javascript:x"), an_item(title=None, summary=7)]
    feed = read(a_json_feed(*bad, an_item()))
    assert ([article.title for article in feed.articles], feed.skipped) == (["Titel 1"], 6)


def test_a_news_sitemap_gives_titles_and_times_oldest_first() -> None:
    image = "<image:image xmlns:image='x'><image:title>Ein Bild</image:title></image:image>"
    late, early = a_url(1, more="<lastmod>2024-11-04T11:00:00Z</lastmod>"), a_url(2, "2024-11-04T08:00Z")
    first, second = read(a_sitemap(late, early.replace("</url>", f"{image}</url>"))).articles
    assert (first.title, first.text) == ("Müller & Söhne 2", "Müller & Söhne 2")
    assert str(second.published_at) == "2024-11-04 09:00:00+00:00"
    assert str(second.updated_at) == "2024-11-04 11:00:00+00:00"


PICTURE = (
    "<image:image><image:loc>https://zeitung.example/bild.jpg</image:loc>"
    "<image:title>Ein Bild</image:title></image:image>"
)
VIDEO = (
    "<video:video><video:title>Sport</video:title>"
    "<video:publication_date>2020-01-01T00:00:00Z</video:publication_date></video:video>"
)
SPACES = (
    'xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" '
    'xmlns:video="http://www.google.com/schemas/sitemap-video/1.1" '
)


@pytest.mark.parametrize("more", [PICTURE, VIDEO, PICTURE + VIDEO])
@pytest.mark.parametrize("before", ["<loc>", "<news:news>"])
def test_pictures_and_videos_of_a_sitemap_are_not_its_articles(more: str, before: str) -> None:
    text = a_sitemap(a_url().replace(before, more + before)).replace("<urlset ", f"<urlset {SPACES}")
    (article,) = read(text).articles
    assert (article.url, article.title) == ("https://zeitung.example/1", "Müller & Söhne 1")
    assert str(article.published_at) == "2024-11-04 09:00:00+00:00"


@pytest.mark.parametrize(
    ("prefix", "declared"),
    [
        ("n", 'xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"'),
        ("news", 'xmlns:news="https://www.google.com/schemas/sitemap-news/0.9/"'),
        ("news", ""),
    ],
)
def test_news_are_known_by_their_namespace_whatever_its_prefix(prefix: str, declared: str) -> None:
    text = f"<urlset {declared}>{a_url().replace('news:', f'{prefix}:')}</urlset>"
    assert [article.title for article in read(text).articles] == ["Müller & Söhne 1"]


TITLES = [
    ("M&uuml;ller &nbsp; &bdquo;S&ouml;hne&ldquo;", "Müller „Söhne“"),
    ("M & S und R&D", "M & S und R&D"),
    ("M&amp;uuml;ller &amp;amp; S&amp;#246;hne &amp;quot;da&amp;quot;", 'Müller & Söhne "da"'),
    ("<![CDATA[M&uuml;ller & Söhne]]>", "Müller & Söhne"),
    ("Rund &lt;8.000&gt; &#252;ber &LT; &unbekannt; Ende", "Rund <8.000> über < &unbekannt; Ende"),
]


@pytest.mark.parametrize(("written", "title"), TITLES)
def test_entities_of_html_are_read_in_a_sitemap(written: str, title: str) -> None:
    (article,) = read(a_sitemap(a_url().replace("Müller &amp; Söhne 1", written))).articles
    assert article.title == title


@pytest.mark.parametrize("loc", ["?a=1&copy=2&amp;b", "<![CDATA[?a=1&copy=2&b]]>", "?a=1&amp;copy=2&amp;b"])
def test_an_address_with_parameters_stays_whole(loc: str) -> None:
    (article,) = read(a_sitemap(a_url().replace("https://zeitung.example/1", loc))).articles
    assert article.url == f"{URL}?a=1&copy=2&b"


def test_the_last_entry_of_a_cut_sitemap_is_left_for_the_next_time() -> None:
    whole = a_sitemap(a_url(1), a_url(2))
    cut = read(whole[:-60])
    assert ([article.title for article in cut.articles], cut.complete) == (["Müller & Söhne 1"], False)
    assert read(whole).complete
    with pytest.raises(BadInputError, match="cut in its first entry"):
        read(a_sitemap(a_url())[:-60])


def test_of_a_long_sitemap_the_newest_are_taken_wherever_they_stand() -> None:
    urls = [a_url(n, f"2024-11-04T{n // 60:02}:{n % 60:02}:00Z") for n in range(LIMITS.entries + 100)]
    found = read(a_sitemap(*urls))
    assert len(found.articles) == LIMITS.entries
    assert (found.articles[-1].title, found.skipped) == ("Müller & Söhne 599", 100)


def test_an_index_gives_its_parts_the_newest_first() -> None:
    parts = "".join(
        f"<sitemap><loc>/news-{day}.xml</loc><lastmod>2024-11-0{day}T10:00:00Z</lastmod></sitemap>"
        for day in (2, 4, 3)
    )
    found = read(f"<sitemapindex xmlns='x'>{parts}<sitemap><loc>javascript:x</loc></sitemap></sitemapindex>")
    assert found.parts == [f"https://zeitung.example/news-{day}.xml" for day in (4, 3, 2)]


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (["2024-11-02", "2024-11-04", "2024-11-03T10:00:00Z"], [1, 2, 0]),
        (["", "", "", "", ""], [0, 4, 1, 3, 2]),
        (["", "2024-11-02", "gestern"], [1, 0, 2]),
    ],
)
def test_parts_with_days_or_no_time_at_all_are_in_order(days: list[str], order: list[int]) -> None:
    parts = "".join(
        f"<sitemap><loc>/{number}</loc><lastmod>{day}</lastmod></sitemap>" for number, day in enumerate(days)
    )
    found = read(f"<sitemapindex>{parts}</sitemapindex>")
    assert found.parts == [f"https://zeitung.example/{number}" for number in order]


def test_a_page_names_its_feeds_and_not_those_of_its_comments() -> None:
    page = (
        "<!DOCTYPE html><html><head><link rel=stylesheet href=/x.css>"
        "<link rel=alternate type=application/rss+xml title=Kommentare href=/kommentare.rss>"
        "<link rel=alternate type=text/html hreflang=en href=/en>"
        "<link rel='alternate home' type=application/atom+xml href=/feed.atom></head></html>"
    )
    assert read(page).feeds == ["https://zeitung.example/feed.atom"]


NOTHING = [
    pytest.param("  \n ", "the answer is empty", id="nothing"),
    pytest.param('{"version": ', "not valid JSON", id="half of JSON"),
    pytest.param('{"a":' * 100_000, "not valid JSON", id="deep JSON"),
    pytest.param('{"version": 1}', "no JSON Feed", id="other JSON"),
    pytest.param(a_json_feed(version="2"), "no JSON Feed", id="JSON of another kind"),
    pytest.param(a_json_feed({}), "none of its 1 entries", id="a JSON Feed without anything"),
    pytest.param(
        a_sitemap("<url><loc>https://zeitung.example/1</loc></url>"), "look for the site's news", id="no news"
    ),
    pytest.param(
        a_sitemap(a_url().replace("https://zeitung.example/1", "")), "none of its 1 entries", id="no address"
    ),
    pytest.param("<html><head><link rel=alternate href=/x>", "it names none", id="a page without a feed"),
    pytest.param(
        f"<html><head><link rel=alternate type=application/rss+xml href={URL}>", "it names none", id="itself"
    ),
]


@pytest.mark.parametrize(("text", "message"), NOTHING)
def test_what_lists_nothing_is_one_clear_error_with_its_url(text: str, message: str) -> None:
    with pytest.raises(BadInputError, match=f"^{URL}: .*{message}"):
        read(text)


def test_an_empty_sitemap_is_no_error() -> None:
    assert read(a_sitemap()).articles == []


def test_a_sitemap_is_read_without_its_entities() -> None:
    bomb = '<!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    text = a_sitemap(a_url(), a_url(2).replace("Müller &amp;", "&a;&x;")).replace(NEWS, bomb + NEWS)
    found = read(text)
    assert all("aaa" not in article.text and "root:" not in article.text for article in found.articles)
