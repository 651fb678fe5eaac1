"""Rules on German words find them inflected and in compounds, once an article and origin."""

import tracemalloc
from collections.abc import Callable

import pytest
from desk import Desk

from builders import an_article
from services.alert.deciding.rules import RuleSet
from services.alert.deciding.why import why
from shared.events import ArticleTagged, Span

Build = Callable[[str], RuleSet]
RULE = "rules: [{{name: wort, when: keyword, phrase: [{phrase}], {more}}}]"


def saying(text: str, **where: object) -> ArticleTagged:
    """An article of one sentence."""
    tagged = an_article(**where)  # type: ignore[arg-type]
    assert tagged.article
    article = tagged.article.model_copy(update={"text": f"Titel\n\n{text}"})
    return tagged.model_copy(
        update={"article": article, "sentences": (Span(start=7, end=len(article.text)),)}
    )


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        pytest.param("Drohne", "Es fielen Drohnen.", "Drohnen", id="a plural"),
        pytest.param("Haus", "Die Häuser brennen.", "Häuser", id="an umlaut in the plural"),
        pytest.param("Mobilmachung", "Gegner der Mobilmachung", "Mobilmachung", id="as it is"),
        pytest.param("Drohne", "Ein Drohnenangriff.", "Drohnenangriff", id="first part of a compound"),
        pytest.param("Drohne", "Mit Kampfdrohnen.", "Kampfdrohnen", id="last part of a compound"),
        pytest.param("Drohne", "Die Kamikaze-Drohnen.", "Drohnen", id="with a hyphen"),
        pytest.param("atomare Drohung", "Trotz atomarer Drohungen.", "atomarer", id="two words inflected"),
        pytest.param("atomare Drohung", "Atomare und andere Drohungen.", None, id="two words apart"),
        pytest.param("atomare Drohung", "Das ist atomar", None, id="the second word is missing"),
        pytest.param("drohne", "DROHNEN!", "DROHNEN", id="whatever the case"),
        pytest.param("Rat", "Ein Verrat.", None, id="a short word is no part of another"),
        pytest.param("Drohne", "Sie drohten.", None, id="another word"),
        pytest.param("Waffenruhe, Feuerpause", "Eine Feuerpause", "Feuerpause", id="any of several"),
        pytest.param("Drohne", "", None, id="an empty text"),
    ],
)
def test_a_phrase_is_found(written: Build, phrase: str, text: str, found: str | None) -> None:
    alerts = Desk(written(RULE.format(phrase=phrase, more=""))).read(saying(text))
    assert [alert.headline for alert in alerts] == (
        [f"Stichwort „{found}“: „Eine Meldung“ (zeitung)"] if found else []
    )
    assert [alert.evidence.sentence for alert in alerts] == ([text] if found else [])


ROCKETS = "[Rakete, Raketen]"


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        (ROCKETS, "Rakete Raketen Raketenangriff Raketenbeschuss Raketenabwehr"),
        (ROCKETS, "Langstreckenraketen Marschrakete Raketenangriffs"),
        ("Rakete", "Raketenangriff Langstreckenraketen"),
        ("Sanktion", "Sanktionen Sanktionspaket EU-Sanktionen"),
        ("Mine", "Minen Minenfeld Minenräumer"),
        ("Minen", "Mine Minenfeld"),
        ("[Trump, Kiew, China, Moskau, Selenskyj, Türkei]", "Trumps Kiews Chinas Moskaus Selenskyjs Türkeis"),
        ("[Video, Auto, Kamera, NGO]", "Videos Autos Kameras NGOs Videobotschaft"),
    ],
)
def test_it_is_found_in_each_of_these(written: Build, phrase: str, words: str) -> None:
    rules = written(RULE.replace("[{phrase}]", "{phrase}").format(phrase=phrase, more=""))
    assert [word for word in words.split() if not Desk(rules).read(saying(f"Da: {word}!"))] == []


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        (ROCKETS, "Rakel Krakeelen Racket Ratten"),
        ("[Mine, Minen]", "Minister Ministerin Mineral Mineralwasser Termine Terminen Kriminelle Aluminium"),
        ("NGO", "Ngos Kongo Mangos"),
        ("Auto", "Autor Autoren"),
        ("Hau", "Haus Hauses"),
        ("Ei", "Eis Eises"),
        ("Tier", "protestieren existieren"),
    ],
)
def test_it_is_found_in_none_of_these(written: Build, phrase: str, words: str) -> None:
    rules = written(RULE.replace("[{phrase}]", "{phrase}").format(phrase=phrase, more=""))
    assert [word for word in words.split() if Desk(rules).read(saying(f"Da: {word}!"))] == []


@pytest.mark.parametrize(
    ("text", "fires"),
    [("Ein Drohnenangriff.", False), ("Die Drohnen.", True)],
    ids=["a compound does not count", "an ending does"],
)
def test_compounds_can_be_left_out(written: Build, text: str, *, fires: bool) -> None:
    desk = Desk(written(RULE.format(phrase="Drohne", more="compounds: false")))
    assert bool(desk.read(saying(text))) is fires


def test_it_fires_once_for_an_article_and_its_origin(written: Build) -> None:
    desk = Desk(written(RULE.format(phrase="Drohne, Panzer", more="")))
    told = desk.read_all(
        [
            saying("Drohnen und Panzer", id="1", origin="dpa"),
            saying("Drohnen, Panzer und mehr", id="1", origin="dpa", revision=2),
            saying("Drohnen", id="2", origin="dpa"),
            saying("Panzer", id="3"),
        ]
    )
    assert told == [("1", "keyword"), ("3", "keyword")]


def test_a_rule_that_is_edited_does_not_fire_again(written: Build) -> None:
    desk = Desk(written(RULE.format(phrase="Drohne", more="")))
    article = saying("Drohnen und Panzer")
    assert desk.read(article)
    desk.rules = written(RULE.format(phrase="Panzer", more="severity: high"))
    assert not desk.read(article)


def test_what_is_too_long_for_a_word_costs_no_memory(written: Build) -> None:
    desk = Desk(written(RULE.format(phrase="Drohne", more="")))
    text = f"{'Drohnen' * 3_000} und ein\u00adzelne Drohnen"
    tracemalloc.start()
    [alert] = desk.read(saying(text))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert alert.headline.startswith("Stichwort „Drohnen“")
    assert peak < 100 * len(text)


def test_why_names_the_word(written: Build) -> None:
    rules = written(RULE.format(phrase="Drohne", more=""))
    articles = [saying("Drohnen", id="1"), saying("Drohnen?", id="1", revision=2), saying("Panzer", id="2")]
    assert "'Drohnen' is there, for the first time in this article" in why(rules, "wort", "1", articles)[1]
    assert "its origin had it before" in why(rules, "wort", "1", articles)[3]
    assert "has none of the phrases: " in why(rules, "wort", "2", articles)[1]
