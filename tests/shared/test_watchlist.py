"""The shipped tables, the user's own on top, and what is refused."""

from pathlib import Path

import pytest

from shared.errors import ConfigError
from shared.watchlist import Kind, Watchlist, load_watchlist


@pytest.fixture(scope="module")
def shipped() -> Watchlist:
    return load_watchlist()


def write(folder: Path, text: str) -> Path:
    path = folder / "watchlist.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_all_states_are_shipped_with_what_the_figure_reader_needs(shipped: Watchlist) -> None:
    countries = [entity for entity in shipped.entities.values() if entity.kind is Kind.COUNTRY]
    assert len(countries) >= 195
    assert shipped.entities["north-korea"].adjectives == ("nordkoreanisch",)
    assert shipped.entities["north-korea"].capital == "Pjöngjang"
    assert all(c.adjectives or c.demonyms or c.capital or c.forms for c in countries)


def test_at_least_250_persons_are_shipped_and_every_leader_holds_an_office(shipped: Watchlist) -> None:
    assert sum(entity.kind is Kind.PERSON for entity in shipped.entities.values()) >= 250
    assert all(shipped.entities[leader].roles for leader in shipped.group("leaders"))


def test_offices_end_after_they_began(shipped: Watchlist) -> None:
    roles = [role for entity in shipped.entities.values() for role in entity.roles]
    assert all(role.since < role.until for role in roles if role.since and role.until)


def test_no_two_entities_share_a_wikidata_id(shipped: Watchlist) -> None:
    ids = [entity.wikidata for entity in shipped.entities.values() if entity.wikidata]
    assert len(ids) == len(set(ids))


def test_the_shipped_example_adds_nothing(shipped: Watchlist) -> None:
    example = Path(__file__).parents[2] / "deploy" / "config" / "watchlist.yaml"
    assert load_watchlist(example) == shipped


def test_the_shipped_example_without_its_comment_signs_is_a_watchlist(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "deploy" / "config" / "watchlist.yaml"
    lines = example.read_text(encoding="utf-8").splitlines()
    begin = lines.index("# entities:")
    path = write(tmp_path, "\n".join(line.removeprefix("# ") for line in lines[begin:-1]))
    assert load_watchlist(path).entities["anna-beispiel"].groups == ("ministers",)


def test_an_own_entity_is_added_and_one_of_the_same_id_replaced(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
entities:
  - {id: anna-beispiel, kind: person, name: Anna Beispiel}
  - {id: merz, kind: person, name: Friedrich Merz, groups: [own]}
""",
    )
    watchlist = load_watchlist(path)
    assert watchlist.entities["anna-beispiel"].name == "Anna Beispiel"
    assert watchlist.entities["merz"].shared_forms == ()
    assert watchlist.group("own") == ("merz",)


FAULTS = {
    "an id twice": (
        "  - {id: a, kind: person, name: A B}\n  - {id: a, kind: person, name: C D}\n",
        ":3: entities.1.id: a is given twice in this file; merge the two",
    ),
    "an army of an unknown state": (
        "  - {id: a, kind: organisation, name: A B,\n     of: germani}\n",
        ":3: entities.0.of: no entity has the id germani; did you mean germany",
    ),
    "an unknown state": (
        "  - id: a\n    kind: person\n    name: A B\n    roles:\n      - {title: Kanzler, of: germani}\n",
        ":6: entities.0.roles.0.of: no entity has the id germani; did you mean germany",
    ),
    "a form that means somebody else": (
        "  - id: a\n    kind: person\n    name: A B\n    forms: [Putin]\n",
        ":5: entities.0.forms: Putin means putin already; give it to one of them, or put it",
    ),
    "a name that means somebody else": (
        "  - {id: a, kind: person, name: nordkorea}\n",
        ":2: entities.0.name: nordkorea means north-korea already",
    ),
    "an adjective of another state": (
        "  - {id: a, kind: country, name: A, adjectives: [russisch]}\n",
        ":2: entities.0.adjectives: russisch means russia already",
    ),
    "a shared form that another has alone": (
        "  - {id: a, kind: person, name: A B, shared_forms: [Trump]}\n",
        ":2: entities.0.shared_forms: Trump is a form of trump alone; move it to shared_forms there",
    ),
    "an empty name": (
        "  - id: a\n    kind: person\n    name: ''\n",
        ":4: entities.0.name: this is empty",
    ),
    "an empty form": (
        "  - id: a\n    kind: person\n    name: A B\n    forms:\n      - A\n      - ' '\n",
        ":7: entities.0.forms.1: this is empty",
    ),
    "an empty shared form": (
        "  - {id: a, kind: person, name: A B, shared_forms: ['']}\n",
        ":2: entities.0.shared_forms.0: this is empty",
    ),
    "an empty title": (
        "  - {id: a, kind: person, name: A B, roles: [{title: ''}]}\n",
        ":2: entities.0.roles.0.title: this is empty",
    ),
    "a noun that is empty": (
        "  []\nmeasures:\n  - {id: tanks, label: Panzer, nouns: [Panzer, '']}\n",
        ":4: measures.0.nouns.1: this is empty",
    ),
    "an id with capitals": (
        "  - {id: Anna, kind: person, name: A B}\n",
        ":2: entities.0.id: an id is small letters",
    ),
    "an unknown kind": (
        "  - {id: a, kind: ship, name: A B}\n",
        ":2: entities.0.kind: Input should be 'person'",
    ),
}


@pytest.mark.parametrize(("text", "message"), FAULTS.values(), ids=FAULTS.keys())
def test_a_wrong_entity_is_refused_with_file_line_and_field(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path, "entities:\n" + text)
    with pytest.raises(ConfigError) as refused:
        load_watchlist(path)
    assert str(refused.value).startswith(str(path) + message)


def test_a_form_may_move_from_the_shipped_entity_that_is_replaced(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        """
entities:
  - {id: trump, kind: person, name: Donald Trump, shared_forms: [Trump]}
  - {id: melania-trump, kind: person, name: Melania Trump, shared_forms: [Trump]}
""",
    )
    assert load_watchlist(path).entities["melania-trump"].shared_forms == ("Trump",)
