"""What the shipped tables say of persons: who has a Wikidata id, and who holds an office."""

from collections import defaultdict
from pathlib import Path

import pytest

from shared.errors import ConfigError
from shared.watchlist import Entity, Kind, Watchlist, load_watchlist

HEADS = {"Präsident", "Ministerpräsident", "Premierminister", "Bundeskanzler", "Regierungschef", "König"}
UNDATED = {"iraq", "vietnam"}
"""States whose last change of head is known to the month only."""
TOGETHER = {("nicaragua", "Präsident"): {"daniel-ortega", "rosario-murillo"}}


@pytest.fixture(scope="module")
def shipped() -> Watchlist:
    return load_watchlist()


def persons(watchlist: Watchlist) -> list[Entity]:
    return [entity for entity in watchlist.entities.values() if entity.kind is Kind.PERSON]


def test_at_least_250_persons_have_a_wikidata_id(shipped: Watchlist) -> None:
    assert sum(entity.wikidata is not None for entity in persons(shipped)) >= 250


@pytest.mark.parametrize("given", ["566257", "Q0566257", "q566257", "Q566257 ", "wd:Q566257"])
def test_what_is_no_wikidata_id_is_refused(tmp_path: Path, given: str) -> None:
    path = tmp_path / "watchlist.yaml"
    path.write_text(f'entities:\n  - {{id: a, kind: person, name: A B, wikidata: "{given}"}}\n')
    with pytest.raises(ConfigError, match=r":2: entities\.0\.wikidata: "):
        load_watchlist(path)


def test_no_two_persons_have_one_name(shipped: Watchlist) -> None:
    names = [entity.name for entity in persons(shipped)]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_a_state_has_one_head_at_a_time(shipped: Watchlist) -> None:
    holders = defaultdict(set)
    for person in persons(shipped):
        for role in person.roles:
            title = role.title.removesuffix("in")
            if title in HEADS and role.of not in {None, *UNDATED} and role.until is None:
                holders[role.of, title].add(person.id)
    assert {office: ids for office, ids in holders.items() if len(ids) > 1} == TOGETHER
