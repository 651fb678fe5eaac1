"""The shipped files, and what happens when they are not what they were."""

import json
import re
import shutil
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from services.ner.bioes import Bioes
from services.ner.encoder import Encoder, windows
from services.ner.weights import (
    ENCODER,
    FILES,
    MANIFEST,
    SHIPPED,
    TOKENIZER,
    Weights,
    read_verified,
    read_weights,
    sha256,
)
from services.ner.words import words
from shared.errors import ConfigError


@pytest.fixture(scope="module")
def shipped() -> Weights:
    return read_weights()


@pytest.fixture(scope="module")
def encoder(shipped: Weights) -> Encoder:
    return Encoder(shipped.files[ENCODER], shipped.files[TOKENIZER], shipped.manifest.max_pieces)


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED, tmp_path / "model"))


def test_the_shipped_model_says_who_it_is(shipped: Weights) -> None:
    assert (shipped.info.name, shipped.info.version) == (shipped.manifest.name, shipped.manifest.version)


@pytest.mark.parametrize("name", FILES)
def test_a_changed_file_is_refused(copied: Path, name: str) -> None:
    content = (copied / name).read_bytes()
    (copied / name).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    with pytest.raises(ConfigError, match=rf"{re.escape(str(copied / name))}: SHA-256 is .* fetch it again"):
        read_weights(copied)


def test_a_missing_file_is_named(copied: Path) -> None:
    (copied / ENCODER).unlink()
    with pytest.raises(ConfigError, match=rf"{ENCODER}: No such file"):
        read_weights(copied)


def test_a_file_without_a_sum_is_refused(copied: Path) -> None:
    manifest = json.loads((copied / MANIFEST).read_text())
    del manifest["files"][ENCODER]
    (copied / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(ConfigError, match=rf"files: {ENCODER} has no SHA-256"):
        read_weights(copied)


def test_a_wrong_manifest_is_refused_with_its_line(copied: Path) -> None:
    text = (copied / MANIFEST).read_text()
    (copied / MANIFEST).write_text(text.replace('"max_pieces": 512', '"max_pieces": "many"'))
    with pytest.raises(ConfigError, match=rf"{MANIFEST}:4: max_pieces: "):
        read_weights(copied)


def test_a_manifest_that_is_changed_once_its_sum_was_taken_is_read_as_it_was(
    copied: Path, shipped: Weights, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_and_change(path: Path, expected: str) -> bytes:
        content = read_verified(path, expected)
        path.write_bytes(content.replace(b'"max_pieces": 512', b'"max_pieces": 256'))
        return content

    monkeypatch.setattr("services.ner.weights.read_verified", read_and_change)
    read = read_weights(copied, sha256((copied / MANIFEST).read_bytes()))
    assert b'"max_pieces": 256' in (copied / MANIFEST).read_bytes()
    assert read.manifest == shipped.manifest


def test_a_verified_manifest_that_is_wrong_is_refused_with_its_line(copied: Path) -> None:
    wrong = (copied / MANIFEST).read_bytes().replace(b'"max_pieces": 512', b'"max_pieces": "many"')
    (copied / MANIFEST).write_bytes(wrong)
    with pytest.raises(ConfigError, match=rf"{MANIFEST}:4: max_pieces: "):
        read_weights(copied, sha256(wrong))


def test_the_model_card_names_every_file_with_its_sum() -> None:
    card = (SHIPPED / "README.md").read_text(encoding="utf-8")
    for name in FILES:
        assert re.search(rf"`{name}`.*`{sha256((SHIPPED / name).read_bytes())}`", card), name


def test_vectors_of_a_long_sentence_hardly_differ_from_those_of_its_parts(encoder: Encoder) -> None:
    sentence = "Am Montag reiste Angela Merkel nach Warschau und sprach dort lange über Geld."
    long = [word.text for word in words(sentence)] * 60
    vectors, part = encoder([long, long[:300]])
    assert vectors.shape == (len(long), encoder.size)
    similarity = (vectors[:200] * part[:200]).sum(axis=1) / np.linalg.norm(vectors[:200], axis=1)
    assert (similarity / np.linalg.norm(part[:200], axis=1)).min() > 0.9


def test_an_endless_word_costs_no_more_than_a_long_one(encoder: Encoder) -> None:
    [vectors] = encoder([["x" * 200_000, "Berlin"]])
    assert vectors.shape == (2, encoder.size)


def test_no_words_have_no_vectors(encoder: Encoder) -> None:
    assert [vectors.shape for vectors in encoder([[], ["Berlin"]])] == [(0, encoder.size), (1, encoder.size)]


@given(st.integers(1, 5000), st.integers(20, 600))
def test_windows_keep_every_piece_once_and_in_order(pieces: int, size: int) -> None:
    margin = size // 8
    kept: list[int] = []
    for start, stop, keep in windows(pieces, size, margin):
        assert stop - start <= size
        assert set(keep) <= set(range(start, stop))
        kept += keep
    assert kept == list(range(pieces))


TAGS = ["O", "S-PER", "B-PER", "I-PER", "E-PER", "S-LOC", "B-LOC", "I-LOC", "E-LOC"]
DECODED = {
    "a well-formed choice is kept": (["B-PER", "E-PER", "O"], ["B-PER", "E-PER", "O"]),
    "a name that does not end is ended": (["O", "B-PER", "I-PER"], ["O", "B-PER", "E-PER"]),
    "a name that does not begin is begun": (["I-LOC", "E-LOC"], ["B-LOC", "E-LOC"]),
    "a lone word is single": (["E-PER"], ["S-PER"]),
    "no words have no tags": ([], []),
}


@pytest.mark.parametrize(("likeliest", "expected"), DECODED.values(), ids=DECODED)
def test_tags_are_made_well_formed(likeliest: list[str], expected: list[str]) -> None:
    scores = np.array([_leaning(tag) for tag in likeliest], dtype=np.float32).reshape(-1, len(TAGS))
    assert [TAGS[index] for index in Bioes(TAGS).decode(scores)] == expected


LIKELY = arrays(
    np.float32, st.tuples(st.integers(1, 12), st.just(len(TAGS))), elements=st.floats(-9, 0, width=32)
)


@given(LIKELY)
def test_what_is_well_formed_already_is_what_the_search_would_find(scores: npt.NDArray[np.float32]) -> None:
    bioes = Bioes(TAGS)
    found, best = bioes.decode(scores), bioes._best(scores)
    words = range(len(scores))
    assert scores[words, found].sum() == pytest.approx(scores[words, best].sum(), rel=1e-5)


def _leaning(tag: str) -> list[float]:
    """Log-probabilities: `tag` first, then tags of the same label, then the rest."""
    return [0.0 if other == tag else -2.0 if other[1:] == tag[1:] else -8.0 for other in TAGS]
