from services.ner.memory import Memory
from services.ner.tagging import Tag
from shared.events import Label

TAGS = (Tag(0, 6, Label.LOC, 0.9),)


def test_what_was_kept_is_recalled_and_nothing_else() -> None:
    memory = Memory(size=5, longest=100)
    memory.keep({"Berlin.": TAGS, "Nichts.": ()})
    assert memory.recall(["Berlin.", "Nichts.", "Neu."]) == {"Berlin.": TAGS, "Nichts.": ()}


def test_what_was_not_used_for_longest_is_forgotten() -> None:
    memory = Memory(size=2, longest=100)
    memory.keep({"a": (), "b": ()})
    memory.recall(["a"])
    memory.keep({"c": ()})
    assert memory.recall("abc") == {"a": (), "c": ()}
    assert len(memory) == 2


def test_long_sentences_are_not_remembered() -> None:
    memory = Memory(size=2, longest=3)
    memory.keep({"abc": (), "abcd": ()})
    assert memory.recall(["abc", "abcd"]) == {"abc": ()}
