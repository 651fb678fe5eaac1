"""What the recipe learns from, and what it refuses."""

from pathlib import Path

import pytest
from conftest import SHARED
from ner.train.tiny import ANNA, GERMEVAL, KIELER, corpora

from services.ner.train.corpora import OWN, Sentence, germeval, own, smartdata, wikiann
from services.ner.train.labels import bioes
from services.ner.train.material import offline
from services.ner.train.official import fetch_germeval
from shared.errors import BadInputError

NAMES = Path(__file__).parents[2] / "bench" / "names.txt"


@pytest.mark.parametrize(
    ("iob", "expected"),
    [
        pytest.param(["B-PER"], ["S-PER"], id="a name of one word"),
        pytest.param(["B-PER", "I-PER"], ["B-PER", "E-PER"], id="a name of two words"),
        pytest.param(["B-LOC", "B-LOC"], ["S-LOC", "S-LOC"], id="two names side by side"),
        pytest.param(["B-ORG", "I-ORG", "I-ORG"], ["B-ORG", "I-ORG", "E-ORG"], id="a name of three words"),
        pytest.param(["B-LOCderiv", "O", "B-ORGpart"], ["deriv", "O", "part"], id="what is no name"),
    ],
)
def test_tags_are_read(iob: list[str], expected: list[str]) -> None:
    assert bioes(iob) == expected


def test_each_corpus_is_read(tmp_path: Path) -> None:
    folder = corpora(tmp_path / "corpora", repeated=1)
    assert germeval(folder / "germeval2014-test.tsv") == [
        Sentence(ANNA.words, ANNA.tags, complete=True),
        KIELER,
    ]
    assert wikiann(folder / "wikiann-de-train.txt.gz") == [Sentence(("Anna", "Berg", "nach", "Bonn"))]
    assert [" ".join(sentence.words) for sentence in smartdata(folder / "smartdata-v1-train.json.gz")] == [
        "Anna Berg reist nach Bonn .",
        "Anna Berg reist und reist nach Kiel .",
    ]


def test_marked_text_keeps_its_words_and_names(tmp_path: Path) -> None:
    path = tmp_path / "own.txt"
    path.write_text("# a remark\n\n[Anna Berg|PER] reist nach [Kiel|LOC].\n", encoding="utf-8")
    assert own(path) == [ANNA]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        pytest.param("[Anna Berg|PERS] reist.", r"own.txt, line 1: PERS is no label", id="an unknown label"),
        pytest.param("[Anna Berg|PER reist.", "own.txt, line 1: a bracket is left", id="an open bracket"),
    ],
)
def test_a_wrong_mark_is_named_with_its_line(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "own.txt"
    path.write_text(line, encoding="utf-8")
    with pytest.raises(BadInputError, match=message):
        own(path)


def test_a_short_row_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "cut.tsv"
    path.write_text("1\tAnna\tB-PER\tO\n2\tBerg\n", encoding="utf-8")
    with pytest.raises(BadInputError, match=r"cut.tsv, line 2: expected number, token and tag"):
        germeval(path)


def test_what_scores_the_model_is_in_nothing_that_it_learns_from(tmp_path: Path) -> None:
    folder = corpora(tmp_path / "corpora")
    (folder / "germeval2014-dev.tsv").write_text(GERMEVAL, encoding="utf-8")
    material = offline(folder, comparable=False)
    scored = {sentence.words for sentence in germeval(material.scored)}
    learnt = {s.words for s in (*material.corpus, *material.own, *material.plain, *material.held_out)}
    assert learnt
    assert not scored & learnt


def test_what_calibrates_teaches_nothing(tmp_path: Path) -> None:
    if not (SHARED / "ner-data").is_dir():
        pytest.skip(f"needs the corpora in {SHARED / 'ner-data'}")
    folder = corpora(tmp_path / "corpora")
    for split in ("dev", "test"):
        name = f"germeval2014-{split}.tsv"
        (folder / name).write_bytes((SHARED / "ner-data" / name).read_bytes())
    material = offline(folder, comparable=False)
    assert len(material.held_out) > 200
    held_out = {sentence.words for sentence in material.held_out if len(sentence.words) > 4}
    assert not held_out & {sentence.words for sentence in (*material.corpus, *material.own)}


def test_missing_corpora_are_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(BadInputError, match=r"germeval2014-test.tsv.* name their folder with --corpora"):
        offline(tmp_path, comparable=False)


def test_our_own_sentences_are_marked_rightly() -> None:
    taught = [sentence for file in OWN.glob("*.txt") for sentence in own(file)]
    assert len(taught) > 1_000
    assert len({sentence.words for sentence in taught}) == len(taught)
    assert sum(set(sentence.tags or ()) == {"O"} for sentence in taught) > len(taught) / 10
    scored = own(NAMES)
    assert not {sentence.words for sentence in scored} & {sentence.words for sentence in taught}


def test_flairs_loader_takes_the_official_files_that_are_there(tmp_path: Path) -> None:
    folder = tmp_path / "ner_german_germeval"
    folder.mkdir()
    for split in ("train", "dev", "test"):
        (folder / f"{split}.tsv").write_text(GERMEVAL, encoding="utf-8")
    assert fetch_germeval(tmp_path) == folder
    assert germeval(folder / "train.tsv")[1] == KIELER
