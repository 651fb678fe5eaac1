"""Feeds in XML, of all kinds and conditions → articles."""

import re
import time

import pytest

from services.watcher.listings.feed_entries import nesting
from services.watcher.listings.listing import Listing
from services.watcher.listings.listing_reader import read_listing
from services.watcher.reading.limits import LIMITS
from services.watcher.texts.encoding import decode_web
from shared.article_text import ArticleText
from shared.errors import BadInputError

URL = "https://zeitung.example/feed"


def read(content: str | bytes, content_type: str = "") -> Listing:
    return read_listing(content.encode() if isinstance(content, str) else content, content_type, URL)


def the_one(content: str | bytes, content_type: str = "") -> ArticleText:
    (article,) = read(content, content_type).articles
    return article


def rss(*items: str, encoding: str = "utf-8") -> str:
    head = f'<?xml version="1.0" encoding="{encoding}"?><rss version="2.0"><channel><title>Zeitung</title>'
    return head + "".join(items) + "</channel></rss>"


def an_item(title: str = "Titel", link: str = "https://zeitung.example/1", more: str = "") -> str:
    return f"<item><title>{title}</title><link>{link}</link>{more}</item>"


MEDIA = (
    'xmlns:media="http://search.yahoo.com/mrss/" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"'
)
PICTURE = (
    "<media:description>Ein Archivbild zeigt 32.000 Soldaten bei einer Parade, Foto: dpa.</media:description>"
)
PODCAST = "<itunes:summary>In der Folge geht es um 99.000 Soldaten, die niemand gesehen hat.</itunes:summary>"
TEASER = "<description>Rund 10.000 Soldaten.</description>"
ATOM = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Zeitung</title>
<entry><title type="html">Rund &amp;lt;8.000&amp;gt;</title><link href="/2"/>
<published>2024-11-04T10:00:00+01:00</published><updated>2024-11-05T10:00:00+01:00</updated>
<summary>Kurz.</summary><content type="html">&lt;p&gt;Der lange Text.&lt;/p&gt;</content></entry>
<entry><title>Früher</title><link href="https://zeitung.example/1"/>
<updated>2024-11-01T10:00:00Z</updated></entry></feed>"""
RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel/>
<item rdf:about="https://zeitung.example/1"><title>T</title><link>https://zeitung.example/1</link>
<dc:date>2024-11-01T10:00:00+01:00</dc:date></item></rdf:RDF>"""


def test_atom_gives_the_longest_text_and_both_times_oldest_first() -> None:
    first, second = read(ATOM).articles
    assert (first.title, first.text) == ("Früher", "Früher")
    assert second.url == "https://zeitung.example/2"
    assert second.text == "Rund <8.000>\n\nDer lange Text."
    assert str(second.published_at) == "2024-11-04 09:00:00+00:00"
    assert str(second.updated_at) == "2024-11-05 09:00:00+00:00"


def test_rdf_is_read() -> None:
    assert str(the_one(RDF).updated_at) == "2024-11-01 09:00:00+00:00"


@pytest.mark.parametrize(
    ("more", "body"),
    [
        (TEASER + PICTURE + PODCAST, "Rund 10.000 Soldaten."),
        (PICTURE + PODCAST + TEASER, "Rund 10.000 Soldaten."),
        (f"{TEASER}<media:content url='x.jpg'>{PICTURE}</media:content>", "Rund 10.000 Soldaten."),
        (f"<media:group>{PICTURE}</media:group>{TEASER}", "Rund 10.000 Soldaten."),
        (PICTURE, "Ein Archivbild zeigt 32.000 Soldaten bei einer Parade, Foto: dpa."),
        (PICTURE.replace("n>Ein", "n type='plain'>Ein"), PICTURE[19:-20]),
        (f"<itunes:summary/>{TEASER}", "Rund 10.000 Soldaten."),
        (f"{PICTURE}{TEASER}<media:title>A & B</media:title>", "Rund 10.000 Soldaten."),
        (PODCAST, "In der Folge geht es um 99.000 Soldaten, die niemand gesehen hat."),
    ],
)
def test_what_a_picture_shows_is_no_text_of_an_article_that_has_one(more: str, body: str) -> None:
    """feedparser mixes Media RSS and podcasts with the entry's own description."""
    assert the_one(rss(an_item(more=more)).replace("<rss", f"<rss {MEDIA}")).text == f"Titel\n\n{body}"


def test_a_title_that_was_escaped_twice_is_read_as_it_was_meant() -> None:
    atom = ATOM.replace("Früher", "M&amp;uuml;ller &amp;amp; S&amp;#246;hne")
    assert read(atom).articles[0].title == "Müller & Söhne"


def test_an_atom_feed_with_prefixes_is_read_to_its_last_entry() -> None:
    entry = "<a:entry><a:title>T</a:title><a:link href='/1'/></a:entry>"
    feed = read(f'<?xml version="1.0"?><a:feed xmlns:a="http://www.w3.org/2005/Atom">{entry}</a:feed>')
    assert ([article.title for article in feed.articles], feed.complete) == (["T"], True)


AUTHORS = [
    ("<dc:creator>Anna Beck</dc:creator><dc:creator>dpa</dc:creator>", ("Anna Beck", "dpa")),
    ("<author>redaktion@example.com (dpa)</author>", ("dpa",)),
    ("<dc:creator><![CDATA[<b>dpa</b> &amp; AFP]]></dc:creator>", ("dpa & AFP",)),
    ("<author/>", ()),
]


@pytest.mark.parametrize(("more", "authors"), AUTHORS)
def test_an_entry_says_who_wrote_it(more: str, authors: tuple[str, ...]) -> None:
    feed = rss(an_item(more=more)).replace("<rss", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"')
    assert the_one(feed).authors == authors


def test_furniture_of_a_feed_is_left_out_and_the_agency_becomes_an_author() -> None:
    text = "<p>Der erste Satz.</p><p>Lesen Sie auch: 600 Tote</p><p>Der zweite Satz.</p>"
    end = "<p>(dpa)</p><p>Der Beitrag Titel erschien zuerst auf Zeitung.</p>"
    article = the_one(rss(an_item(more=f"<description><![CDATA[{text}{end}]]></description>")))
    assert " ".join(article.text.split()) == "Titel Der erste Satz. Der zweite Satz."
    assert article.authors == ("dpa",)


def test_markup_becomes_paragraphs_of_plain_text() -> None:
    body = (
        "<description><![CDATA[<p>Erster <b>Absatz</b>.</p><script>alert(1)</script><style>p{}</style>"
        "<p>Zweiter&nbsp;Absatz mit 10.000&#160;Soldaten<br>und mehr</p><img src=x>]]></description>"
    )
    article = the_one(rss(an_item("Müller &amp;amp; Söhne", more=body)))
    assert article.title == "Müller & Söhne"
    assert article.text.split("\n\n") == [
        "Müller & Söhne",
        "Erster Absatz.",
        "Zweiter Absatz mit 10.000 Soldaten\nund mehr",
    ]


def test_characters_that_deceive_a_reader_are_removed() -> None:
    article = the_one(rss(an_item("Rund \u202e000.8\u202c Mann&#x9b;31m\x1b[31m\x00")))
    assert re.fullmatch(r"Rund 000\.8 Mann[›\w\[]*", article.title)
    assert not re.search(r"[\x00-\x08\x1b\x7f-\x9f\u202a-\u202e\u2066-\u2069]", article.text)


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "",
        "http://",
        "https://[x",
        "http://blatt.example:443:443/x",
        "http://blatt.example:99999/x",
        "http://blatt.example:abc/x",
        "https://blatt.example:-1/x",
        "http://xn--a/x",
        "http://ä\u200d.example/x",
        "http://blatt\\bar.example/x",
        "http://％2e.example/",
        "x" * 3000,
    ],
)
def test_an_entry_without_a_link_to_a_page_is_skipped_and_counted(link: str) -> None:
    feed = read(
        rss(an_item(link=link.replace("x" * 3000, "https://x.example/" + "x" * 3000)), an_item("Gut"))
    )
    assert [article.title for article in feed.articles] == ["Gut"]
    assert feed.skipped == 1


def test_entries_without_times_come_oldest_first_as_feeds_list_the_newest_first() -> None:
    items = [an_item(f"Titel {n}", f"https://zeitung.example/{n}") for n in range(3)]
    assert [article.title for article in read(rss(*items)).articles] == ["Titel 2", "Titel 1", "Titel 0"]


@pytest.mark.parametrize(
    "date",
    ["gestern", "", "0000-00-00", "9999-12-31T23:59:59Z", "Mon, 31 Feb 2024 10:00:00 GMT", "1066-10-14"],
)
def test_a_date_that_cannot_be_right_is_no_date(date: str) -> None:
    article = the_one(rss(an_item(more=f"<pubDate>{date}</pubDate>")))
    assert article.published_at is None or article.published_at.year == 2024


def test_a_change_before_the_publication_is_none() -> None:
    dates = "<pubDate>Mon, 23 Nov 2026 01:30:00 +0100</pubDate><dc:date>2026-11-22T10:00:00+01:00</dc:date>"
    feed = rss(an_item(more=dates)).replace("<rss", '<rss xmlns:dc="http://purl.org/dc/elements/1.1/"')
    assert (str(the_one(feed).published_at), the_one(feed).updated_at) == ("2026-11-23 00:30:00+00:00", None)


UMLAUTS = "Grüße aus Köln, „sagte“ er – 5 €"


@pytest.mark.parametrize(
    ("encoding", "declared", "content_type"),
    [
        ("utf-8", "utf-8", "application/rss+xml"),
        ("utf-8", "iso-8859-1", "text/xml; charset=ISO-8859-1"),
        ("utf-8-sig", "windows-1252", ""),
        ("cp1252", "windows-1252", ""),
        ("cp1252", "ISO-8859-1", "text/xml"),
        ("cp1252", "utf-8", "text/xml; charset=utf-8"),
        ("cp1252", "unicode_escape", "text/xml; charset=no-such-thing"),
        ("utf-16", "utf-16", "application/xml"),
        ("utf-16-le", "utf-16", ""),
        ("utf-16-be", "utf-16", ""),
    ],
)
def test_umlauts_and_quotes_survive(encoding: str, declared: str, content_type: str) -> None:
    body = rss(an_item(UMLAUTS), encoding=declared).encode(encoding)
    assert the_one(body, content_type).title == UMLAUTS


@pytest.mark.parametrize("content_type", ["", "text/xml; charset=utf-8", "text/xml; charset=iso-8859-1"])
@pytest.mark.parametrize("broken", [b"<!-- \xff -->", b"\xc3", b"S\xfcoul"])
def test_one_broken_byte_leaves_the_other_umlauts_as_they_are(broken: bytes, content_type: str) -> None:
    body = rss(an_item(UMLAUTS)).encode().replace(b"</channel>", broken + b"</channel>")
    assert the_one(body, content_type).title == UMLAUTS


@pytest.mark.parametrize("encoding", ["unicode_escape", "utf-7", "idna", "zip", "rot13", "hex"])
def test_an_encoding_that_is_not_on_the_list_decodes_nothing(encoding: str) -> None:
    body = b'<?xml version="1.0" encoding="%s"?>\\u003cscript+ADw-\xfc' % encoding.encode()
    assert decode_web(body, f"text/xml; charset={encoding}").endswith("\\u003cscript+ADw-ü")


NO_FEEDS = [
    pytest.param("", "the answer is empty", id="nothing"),
    pytest.param("<!DOCTYPE html><html><body>Hallo</body></html>", "a web page, not a feed", id="a web page"),
    pytest.param('{"version": 1}', "JSON, but no JSON Feed", id="JSON"),
    pytest.param("/etc/passwd", "neither RSS nor Atom", id="the name of a file"),
    pytest.param("http://127.0.0.1/", "neither RSS nor Atom", id="a URL"),
    pytest.param(rss(an_item())[:90], "neither RSS nor Atom", id="cut before the first entry"),
    pytest.param(
        rss("<item><author>x</author></item>"), "none of its 1 entries", id="entries without anything"
    ),
    pytest.param("\0" * 1000, "neither RSS nor Atom", id="zeros"),
]


@pytest.mark.parametrize(("content", "message"), NO_FEEDS)
def test_what_is_no_feed_is_one_clear_error_with_its_url(content: str, message: str) -> None:
    with pytest.raises(BadInputError, match=f"^{URL}: .*{message}"):
        read(content)


NESTED = [
    pytest.param("<a>" * 2_000, 2_002, id="elements"),
    pytest.param("<a/>" * 2_000 + "<br>" * 2_000 + "<b></b>" * 2_000, 3, id="empty ones"),
    pytest.param(f"<![CDATA[{'<a>' * 2_000}]]><!-- {'<a>' * 2_000} -->", 2, id="quoted ones"),
    pytest.param("</x>" * 5_000 + "<a>" * 2_000, 2_000, id="elements below ends of none"),
    pytest.param("<item><p>eins<p>zwei<ul><li>drei<LI>vier</ul></item>" * 400, 4, id="HTML without ends"),
    pytest.param("<p><a>eins</a></p></p></li>" * 2_000, 3, id="ends without elements"),
    pytest.param("<p:a>" * 2_000, 2_002, id="elements of a namespace"),
]


@pytest.mark.parametrize(("inside", "depth"), NESTED)
def test_what_lies_in_each_other_is_counted_before_it_is_parsed(inside: str, depth: int) -> None:
    text = f"<rss version='2.0'><channel>{inside}</channel></rss>"
    assert nesting(text) == depth
    if depth > LIMITS.nesting:
        message = f"{depth} elements in each other, over the 1000 of MELDER_WATCHER_FEED_NESTING"
        with pytest.raises(BadInputError, match=message):
            read(text)


def test_a_feed_that_has_nothing_at_the_moment_is_no_error() -> None:
    assert read(rss()).articles == []


def test_the_last_entry_of_a_cut_feed_is_left_for_the_next_time() -> None:
    more = "<description>Ein längerer Text, der aufhört.</description>"
    whole = rss(*(an_item(f"Titel {n}", f"https://zeitung.example/{n}", more) for n in range(3)))
    cut = read(whole[:-80])
    assert ([article.title for article in cut.articles], cut.complete) == (["Titel 1", "Titel 0"], False)
    assert read(whole).complete
    assert read(whole + "\n<!-- Cache -->\n<!-- 0,2 s\n-->\n").complete


BOMB = '<!DOCTYPE l [<!ENTITY a0 "aaaaaaaaaa">' + "".join(
    f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9)
)
HOSTILE = [
    pytest.param(
        rss(an_item()).replace("<rss", BOMB + "]><rss").replace("Titel", "&a9;"), id="an entity bomb"
    ),
    pytest.param(
        rss(an_item("&x; T")).replace("<rss", '<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss'),
        id="an external entity",
    ),
    pytest.param(rss(an_item(more=f"<description>{'&lt;div&gt;' * 50_000}</description>")), id="deep markup"),
    pytest.param(
        rss(an_item(more=f"<description>{'&lt;ul&gt;&lt;li&gt;' * 20_000}x</description>")), id="deep lists"
    ),
    pytest.param(
        rss(an_item(more="<description>&lt;table&gt;" + "&lt;td&gt;x" * 10_000 + "</description>")),
        id="a wide table",
    ),
    pytest.param("<rss><channel><item>" + "<a>" * 50_000, id="deep XML"),
    pytest.param("<rss><channel><item>" + "<p>" * 50_000, id="paragraphs without ends"),
    pytest.param("<" * 200_000, id="open brackets"),
    pytest.param("</rss><!--" * 50_000, id="open comments"),
    pytest.param(rss(*[an_item()] * 5_000), id="many entries"),
]


@pytest.mark.parametrize("content", HOSTILE)
def test_a_hostile_feed_neither_crashes_nor_hangs_nor_reads_files(content: str) -> None:
    start = time.process_time()
    try:
        articles = read(content).articles
    except BadInputError:
        articles = []
    assert time.process_time() - start < 5
    assert len(articles) <= LIMITS.entries
    assert not any("root:" in article.text or len(article.text) > 1_000_000 for article in articles)


def test_a_text_that_is_too_long_for_an_article_is_skipped_and_counted() -> None:
    feed = read(rss(an_item("Lang", more=f"<description>{'Wort ' * 110_000}</description>"), an_item("Gut")))
    assert ([article.title for article in feed.articles], feed.skipped) == (["Gut"], 1)
