"""What is taken from an article's page before its text is extracted, and what is put right for it."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from services.watcher.texts.credits import credit_line
from services.watcher.texts.furniture import is_furniture
from services.watcher.texts.walls import sells

UNSEEN = "//template | //body//*[@hidden and not(starts-with(@id, 'S:'))]"
"""React sends late parts of a page hidden, under such ids, for a script to show; others the whole page."""
EMBEDDED = "//blockquote[{}]".format(
    " or ".join(f"contains(@class, '{name}-')" for name in ("twitter", "instagram", "tiktok"))
)
LINES = ("p", "div", "span", "small", "em", "i", "b", "strong", "a", "address", "cite", "li", "footer")
WHOLE = ("article", "main", "body")
OWN_TEXT = ".//text()[not(ancestor::a or ancestor::h2 or ancestor::h3 or ancestor::h4)]"
SENTENCE = re.compile(r"(?:\w+\W+){2}[^\W\d]{2,}[.!?][“”»\"]?\s*$")
ELSEWHERE = ("figure", "figcaption", "aside", "nav", "picture")
ELSEWHERE_CLASSES = ("teaser", "related", "recommend", "caption", "comment", "image", "gallery")
SHORTEST_LEAD = 60
"""Characters. What is shorter in an article's header is a label or a date."""
LONGEST_TEASER, LONGEST_BOX = 120, 1_000
"""Characters of a paragraph, and in all, of a box of links. With more, it holds some of the article, too."""


def prepare(tree: HtmlElement) -> list[str]:
    """Drop boxes of links and what others said elsewhere; the headlines, each in one piece now.

    A lead in the article's header, which is not read, is put below it.
    """
    for part in (*tree.xpath(UNSEEN), *tree.xpath(EMBEDDED)):
        _drop(part)
    for cell in tree.xpath("//table//td[count(p) > 1]"):
        _flatten(cell)
    for heading in tree.xpath("//article//*[self::h2 or self::h3 or self::h4]"):
        if is_furniture(_words(heading)) and not sells(_words(heading.getparent())):
            _drop_links(heading)
    for header in tree.xpath("//article//header | //main//header"):
        for lead in reversed(header.xpath(".//p")):
            if len(lead.text_content()) >= SHORTEST_LEAD:
                header.addnext(lead)
    return [_in_one_piece(headline) for headline in tree.xpath("//h1")]


def _flatten(cell: HtmlElement) -> None:
    """A table that puts the page in order holds the article, no figures."""
    for part in (cell, *cell.iterancestors("tr", "tbody", "table")):
        part.tag = "div"


def _drop(part: HtmlElement) -> None:
    """A part may have to go for two reasons; lxml can not drop it twice."""
    if part.getparent() is not None:
        part.drop_tree()


def _drop_links(heading: HtmlElement) -> None:
    """The box under a heading such as "Mehr zum Thema"; of a larger part only the list that follows."""
    box, following = heading.getparent(), heading.getnext()
    if _is_box(box) and _words(box).startswith(_words(heading)) and _without_news(box):
        _drop(box)
    elif following is not None and following.tag in ("ul", "ol") and _without_news(following):
        _drop(following)


def _is_box(part: HtmlElement) -> bool:
    """Neither the article itself, nor large."""
    longest = max((len(paragraph.text_content()) for paragraph in part.iter("p")), default=0)
    small = longest <= LONGEST_TEASER and len(part.text_content()) <= LONGEST_BOX
    return small and part.tag not in WHOLE and not part.xpath(".//h1")


def _without_news(part: HtmlElement) -> bool:
    """Whether it has no sentence outside of links and headings."""
    return not any(map(SENTENCE.search, part.xpath(OWN_TEXT)))


def _in_one_piece(headline: HtmlElement) -> str:
    """Its parts would else be put together without a space."""
    words = _words(headline)
    for part in list(headline):
        headline.remove(part)
    headline.text = words
    return words


def _words(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def page_credits(tree: HtmlElement) -> list[str]:
    """The agencies that an article credits in a line of its own."""
    roots = tree.xpath("//article") or tree.xpath("//main")
    found = (name for element in _credits(roots[:1]) for name in sorted(credit_line(element.text)))
    return list(dict.fromkeys(found))


def _credits(roots: list[HtmlElement]) -> Iterator[HtmlElement]:
    for root in roots:
        for element in root.iter(*LINES):
            text = element.text or ""
            if text.strip() and not len(element) and credit_line(text) and not _elsewhere(element):
                yield element


def _elsewhere(element: HtmlElement) -> bool:
    return any(
        one.tag in ELSEWHERE or any(word in one.get("class", "").lower() for word in ELSEWHERE_CLASSES)
        for one in (element, *element.iterancestors())
    )
