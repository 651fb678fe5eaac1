"""Rules on who is named together with whom, and by how many."""

from collections.abc import Callable

import pytest
from desk import Desk

from builders import AName, a_name, an_article
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.why import why
from shared.events import ArticleTagged, Span

Build = Callable[[str], RuleSet]
RULE = "rules: [{{name: r, when: mention, entity: putin, {more}}}]"


def article(*names: str, id: str = "a", at: float = 0, paragraphs: int = 1) -> ArticleTagged:  # noqa: A002
    """A sentence a name; the last one begins a second paragraph where there are two."""
    tagged = an_article(*(a_name(name) for name in names), id=id, at=at)
    assert tagged.article
    cut, end = tagged.sentences[-1].start, len(tagged.article.text)
    spans = [(0, cut), (cut, end)] if paragraphs == 2 else [(0, end)]
    return tagged.model_copy(update={"paragraphs": tuple(Span(start=a, end=b) for a, b in spans)})


def in_one_sentence(tagged: ArticleTagged) -> ArticleTagged:
    assert tagged.article
    return tagged.model_copy(update={"sentences": (Span(start=0, end=len(tagged.article.text)),)})


BOTH = article("rutte", "putin", "kim-jong-un")
PARTED = article("putin", "kim-jong-un", paragraphs=2)


@pytest.mark.parametrize(
    ("within", "tagged", "fires"),
    [
        pytest.param("article", BOTH, True, id="anywhere in the article"),
        pytest.param("article", PARTED, True, id="in two paragraphs of the article"),
        pytest.param("article", article("putin", "rutte"), False, id="only one of both"),
        pytest.param("paragraph", BOTH, True, id="in one paragraph"),
        pytest.param("paragraph", PARTED, False, id="in two paragraphs"),
        pytest.param("sentence", BOTH, False, id="in two sentences"),
        pytest.param("sentence", in_one_sentence(BOTH), True, id="in one sentence"),
    ],
)
def test_two_are_named_together(written: Build, within: str, tagged: ArticleTagged, *, fires: bool) -> None:
    rules = written(RULE.format(more=f"together_with: [kim-jong-un], within: {within}"))
    alerts = Desk(rules).read(tagged)
    assert bool(alerts) is fires
    if fires:
        assert alerts[0].headline.startswith("Kim Jong-un zusammen mit Wladimir Putin genannt")
    assert ("the rule fires" in why(rules, "r", "a", [tagged])[1]) is fires


def test_together_is_apart_from_alone(written: Build) -> None:
    """That one of them was named an hour ago does not make both of them old news."""
    desk = Desk(written(RULE.format(more="together_with: [kim-jong-un], again_after: 2d")))
    articles = [
        article("putin", id="1"),
        article("putin", "kim-jong-un", id="2", at=1),
        article("kim-jong-un", "putin", id="3", at=30),
        article("putin", "kim-jong-un", id="4", at=90),
    ]
    assert desk.read_all(articles) == [("2", "named"), ("4", "named")]


def test_a_pair_of_one_group_is_told_once(written: Build) -> None:
    rules = written("rules: [{name: r, when: mention, entity: leaders, together_with: leaders}]")
    assert rules.rules[0].watches == ("named/kim-jong-un+putin/article",)
    assert len(Desk(rules).read(article("putin", "kim-jong-un"))) == 1


def named(*at: float, origins: str = "abcdefgh") -> list[ArticleTagged]:
    return [
        an_article(AName("putin", "Putin"), id=str(n), at=hour, origin=f"origin-{origins[n]}")
        for n, hour in enumerate(at)
    ]


@pytest.mark.parametrize(
    ("articles", "told"),
    [
        pytest.param(named(0, 1, 2), ["2"], id="three within the window"),
        pytest.param(named(0, 1, 8), [], id="the first is too long ago"),
        pytest.param(named(0, 1, 2, 3), ["2"], id="a fourth is no news"),
        pytest.param(named(0, 1, 2, origins="aab"), [], id="two origins only"),
        pytest.param(named(0, 1, 2, 40, 41, 42), ["2", "5"], id="again after a while"),
        pytest.param(named(0, 1, 2, 20, 21, 22), ["2"], id="too soon again"),
    ],
)
def test_several_origins_are_needed(written: Build, articles: list[ArticleTagged], told: list[str]) -> None:
    rules = written(RULE.format(more="count: 3, window: 6h"))
    assert Desk(rules).read_all(articles) == [(article, "named") for article in told]


def test_why_counts_the_origins(written: Build) -> None:
    rules = written(RULE.format(more="count: 3, window: 6h"))
    assert (
        "by 2 origins in 6 h of 3, the first time: the rule does not fire"
        in why(rules, "r", "1", named(0, 1, 2))[1]
    )
