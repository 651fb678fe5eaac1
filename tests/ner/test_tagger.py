"""The shipped model itself, on sentences of our own."""

import random
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.ner.memory import Memory
from shared.events import Label

if TYPE_CHECKING:
    from services.ner.tagger import FlairTagger

SAMPLES = {
    "a person with a title and two places": (
        "Kanzler Friedrich Merz traf in Warschau den Präsidenten der Ukraine.",
        [("Friedrich Merz", "PER"), ("Warschau", "LOC"), ("Ukraine", "LOC")],
    ),
    "a leader in the genitive": (
        "Putins Sprecher Dmitri Peskow wies den Bericht zurück.",
        [("Putins", "PER"), ("Dmitri Peskow", "PER")],
    ),
    "a hyphenated given name": (
        "Der Machthaber Kim Jong-un besuchte eine Fabrik in Pjöngjang.",
        [("Kim Jong-un", "PER"), ("Pjöngjang", "LOC")],
    ),
    "organisations beside a place": (
        "Die Nato und die Europäische Union tagten in Genf.",
        [("Nato", "ORG"), ("Europäische Union", "ORG"), ("Genf", "LOC")],
    ),
    "names inside quotation marks": (
        "„Wir reden mit Emmanuel Macron“, sagte sie in Paris.",
        [("Emmanuel Macron", "PER"), ("Paris", "LOC")],
    ),
    "initials belong to the name": (
        "Vizepräsident J. D. Vance reiste nach Grönland.",
        [("J. D. Vance", "PER"), ("Grönland", "LOC")],
    ),
    "a soft hyphen and a non-breaking space inside of names": (
        "Angela\u00a0Merkel reiste nach Nord\u00adkorea.",
        [("Angela\u00a0Merkel", "PER"), ("Nord\u00adkorea", "LOC")],
    ),
    "a name over a line break": (
        "In Moskau sprach Präsident Wladimir\nPutin mit Reportern.",
        [("Moskau", "LOC"), ("Wladimir\nPutin", "PER")],
    ),
    "combined letters": (
        "Der Sprecher Ju\u0308rgen Mu\u0308ller blieb in Mu\u0308nchen.",
        [("Ju\u0308rgen Mu\u0308ller", "PER"), ("Mu\u0308nchen", "LOC")],
    ),
    "no name at all": ("Gestern hat es den ganzen Tag geregnet.", []),
    "no word at all": ("", []),
    "nothing visible": (" \u200b\ufeff ", []),
}


@pytest.mark.parametrize(("sentence", "expected"), SAMPLES.values(), ids=SAMPLES)
def test_names_are_found_with_exact_offsets(
    tagger: "FlairTagger", sentence: str, expected: list[tuple[str, str]]
) -> None:
    [tags] = tagger.tag([sentence])
    assert [(sentence[tag.start : tag.end], tag.label.value) for tag in tags] == expected
    assert all(0.3 < tag.score <= 1 for tag in tags)


def test_a_sentence_is_read_alike_whatever_it_is_read_with(
    tagger: "FlairTagger", monkeypatch: pytest.MonkeyPatch
) -> None:
    sentences = [sentence for sentence, _ in SAMPLES.values()]
    sentences += [
        f"{sentence} Das meldete am {day}. Mai die Zeitung." for day, sentence in enumerate(sentences)
    ]
    alone = [_unremembered(tagger, sentence) for sentence in sentences]
    shuffled = random.Random(7).sample(range(len(sentences)), len(sentences))
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda index: _unremembered(tagger, sentences[index]), shuffled))
    assert together == [alone[index] for index in shuffled]
    monkeypatch.setattr(tagger, "_memory", Memory(0, 0))
    for size in (2, 5, len(sentences)):
        for start in range(0, len(shuffled), size):
            batch = shuffled[start : start + size]
            read = tagger.tag([sentences[index] for index in batch])
            assert [tuple(tags) for tags in read] == [alone[index] for index in batch]


def test_a_long_sentence_is_read_to_its_end(tagger: "FlairTagger") -> None:
    names = [("Angela Merkel", Label.PER), ("Berlin", Label.LOC), ("Emmanuel Macron", Label.PER)]
    filler = "und am nächsten Morgen ging die lange Reise ohne jede Unterbrechung weiter, " * 60
    sentence = f"Zuerst kam {names[0][0]} nach {names[1][0]}, {filler}bis endlich {names[2][0]} eintraf."
    tags = tagger.tag([sentence])[0]
    assert [(sentence[tag.start : tag.end], tag.label) for tag in tags] == names


def test_memory_for_sentences_is_bounded_in_number_and_length(monkeypatch: pytest.MonkeyPatch) -> None:
    from services.ner.tagger import load_tagger

    monkeypatch.setattr("services.ner.tagger.KNOWN_SENTENCES", 3)
    tagger = load_tagger()
    tagger.tag(["Olaf Scholz schwieg " + "und schwieg " * 90])
    assert tagger.remembered == 0
    tagger.tag([f"Olaf Scholz schwieg am {day}. Mai." for day in range(1, 9)])
    assert tagger.remembered == 3


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="resident memory is read from /proc")
def test_memory_is_flat_over_batches_of_every_shape(
    tagger: "FlairTagger", monkeypatch: pytest.MonkeyPatch
) -> None:
    """The short form of `make bench-memory`: the first half has every shape of the second."""
    monkeypatch.setattr(tagger, "_memory", Memory(0, 0))
    shapes = [(length, size) for length in range(1, 40, 3) for size in (1, 4, 9)] * 2
    held = []
    for length, size in shapes:
        tagger.tag([f"Angela Merkel {'reist ' * length} {place}" for place in range(size)])
        held.append(int(Path("/proc/self/statm").read_text().split()[1]))
    assert held[-1] < 1.05 * held[len(held) // 2]


def test_a_repeated_sentence_is_read_once(tagger: "FlairTagger", monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "Diesen Satz von Annalena Baerbock druckten viele Blätter."
    first = tagger.tag([sentence])
    monkeypatch.delattr(tagger._model, "embeddings")
    assert tagger.tag([sentence, sentence]) == first * 2


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=60))
def test_any_text_is_read_with_tags_in_order_inside_of_it(tagger: "FlairTagger", sentence: str) -> None:
    position = 0
    for tag in tagger.tag([sentence])[0]:
        assert position <= tag.start < tag.end <= len(sentence)
        position = tag.end


def test_loading_needs_no_network_prints_nothing_and_leaves_stdout_to_results() -> None:
    program = """
        import socket
        def refuse(*args, **kwargs):
            raise AssertionError(f"the network was asked for: {args}")
        socket.socket.connect = socket.getaddrinfo = socket.create_connection = refuse
        from services.ner.tagger import load_tagger
        tags = load_tagger().tag(["Angela Merkel schwieg."])[0]
        assert [(tag.start, tag.end) for tag in tags] == [(0, 13)], tags
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_the_protocol_is_known_without_loading_flair_or_torch() -> None:
    program = (
        "import sys, services.ner.batcher, services.ner.tagging; print({'flair', 'torch'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def _unremembered(tagger: "FlairTagger", sentence: str) -> object:
    from services.ner.words import words

    return tagger.tag_words(words(sentence))
