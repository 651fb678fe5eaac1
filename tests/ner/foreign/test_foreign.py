"""Any Flair model by its file: what it finds, and when it is refused."""

import hashlib
import os
import pickle
import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch
from ner.foreign.tiny import FINDS, a_flert_tagger, saved

from services.ner.foreign.tagger import ForeignTagger, load_foreign
from services.ner.models import load_model
from services.ner.settings import NerSettings
from services.ner.tagging import Tag
from services.ner.weights import MANIFEST, SHIPPED
from services.ner.words import words
from shared.errors import ConfigError
from shared.events import Label, ModelInfo


def sum_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def named(path: Path, **others: str) -> NerSettings:
    """Settings that name a file with its right sum."""
    return NerSettings.model_validate({"ner_model": str(path), "ner_model_sha256": sum_of(path), **others})


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return saved(tmp_path_factory.mktemp("models") / "tiny.pt")


def told(sentence: str, tags: list[Tag]) -> list[tuple[str, Label]]:
    return [(sentence[tag.start : tag.end], tag.label) for tag in tags]


def test_a_flair_model_is_loaded_by_its_file_and_says_who_it_is(file: Path) -> None:
    tagger = load_model(named(file))
    sentence = "Am Montag war Wladimir Putin in Kursk, die Nato nicht."
    [tags, nothing] = tagger.tag([sentence, ""])
    assert told(sentence, tags) == [("Wladimir Putin", Label.PER), ("Kursk", Label.LOC), ("Nato", Label.ORG)]
    assert nothing == []
    assert tagger.info == ModelInfo(name="tiny.pt", version=sum_of(file)[:12])


def test_a_sum_in_capitals_is_the_same_sum(file: Path) -> None:
    settings = NerSettings(ner_model=str(file), ner_model_sha256=sum_of(file).upper())
    assert load_model(settings).info.version == sum_of(file)[:12]


def test_a_folder_in_our_format_is_loaded_by_the_sum_of_its_manifest() -> None:
    settings = NerSettings(ner_model=str(SHIPPED), ner_model_sha256=sum_of(SHIPPED / MANIFEST))
    assert load_model(settings).tag(["Angela Merkel schwieg."])[0][0].end == 13


def test_a_folder_in_our_format_is_refused_by_another_sum() -> None:
    settings = NerSettings(ner_model=str(SHIPPED), ner_model_sha256="0" * 64)
    with pytest.raises(ConfigError, match=rf"{MANIFEST}: SHA-256 is .*MELDER_NER_MODEL_SHA256"):
        load_model(settings)


def test_a_long_sentence_is_read_to_its_end_and_an_endless_word_stops_nothing(file: Path) -> None:
    sentence = "Kursk " + "und " * 900 + "x" * 100_000 + " Putin"
    [tags] = load_model(named(file)).tag([sentence])
    assert told(sentence, tags) == [("Kursk", Label.LOC), ("Putin", Label.PER)]


class _Trap:
    """Whoever unpickles it leaves a file behind."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (str(self.trace),)


def test_what_is_not_verified_is_never_unpickled(tmp_path: Path) -> None:
    model, trace = tmp_path / "model.pt", tmp_path / "trace"
    torch.save({"tag_dictionary": _Trap(trace)}, model)
    for settings in (
        NerSettings(ner_model=str(model)),
        NerSettings(ner_model=str(model), ner_model_sha256="0" * 64),
    ):
        with pytest.raises(ConfigError, match="MELDER_NER_MODEL_SHA256"):
            load_model(settings)
        assert not trace.exists()
    with pytest.raises(ConfigError, match=r"model\.pt cannot be read"):
        load_model(named(model))
    assert trace.exists(), "the trap works"


class _Fetch:
    """Whoever unpickles it asks the network."""

    def __reduce__(self) -> tuple[object, ...]:
        import urllib.request

        return urllib.request.urlopen, ("http://127.0.0.1:9/more.pickle",)


def test_a_verified_model_that_fetches_more_is_refused(tmp_path: Path) -> None:
    model = tmp_path / "model.pt"
    torch.save({"tag_dictionary": _Fetch()}, model)
    with pytest.raises(ConfigError, match=r"asks for more from 127\.0\.0\.1 while it is loaded"):
        load_model(named(model))


def _no_model(folder: Path) -> Path:
    (folder / "model.pt").write_text("not a model at all")
    return folder / "model.pt"


def _cut(folder: Path) -> Path:
    path = saved(folder / "model.pt")
    path.write_bytes(path.read_bytes()[:-2000])
    return path


def _something_else(folder: Path) -> Path:
    torch.save({"__cls__": "TextClassifier"}, folder / "model.pt")
    return folder / "model.pt"


def _of_a_class_that_is_gone(folder: Path) -> Path:
    (folder / "model.pt").write_bytes(pickle.dumps(0).replace(b"K\x00", b"cflair.gone\nEmbeddings\n"))
    return folder / "model.pt"


def _of_words(folder: Path) -> Path:
    return saved(folder / "model.pt", {"Putin": "NE", "war": "VAFIN"})


def _of_laws(folder: Path) -> Path:
    return saved(folder / "model.pt", {"Putin": "S-PER", "BGB": "S-GS", "GPRE": "S-GPRE"})


REFUSED = {
    "a file that is no model": (_no_model, "cannot be read by flair"),
    "a file that was cut": (_cut, "cannot be read by flair"),
    "a model of classes that this flair has not": (_of_a_class_that_is_gone, "cannot be read by flair"),
    "a model of another kind": (_something_else, "holds no SequenceTagger of Flair but: TextClassifier"),
    "a model that tags words": (_of_words, "neither BIO nor BIOES"),
    "a model with labels that mean nothing here": (
        _of_laws,
        r"finds GPRE, GS, .*\(GPRE: did you mean GPE\?\)",
    ),
}


@pytest.mark.parametrize(("make", "why"), REFUSED.values(), ids=REFUSED)
def test_a_verified_file_is_refused_that_is(tmp_path: Path, make: object, why: str) -> None:
    assert callable(make)
    with pytest.raises(ConfigError, match=f"MELDER_NER_MODEL: model.pt .*{why}"):
        load_model(named(make(tmp_path)))


NOT_FOUND = {
    "a file that is not there": ("/no/such/file.pt", "no such file or folder; give a Flair model's file"),
    "a file that is not there, in a folder": ("models/german.pt", "no such file or folder; give a Flair"),
    "a hub's file that is not there": ("models/pytorch_model.bin", "no such file or folder; give a Flair"),
    "a word": ("gross", "no such file or folder; .* or shipped"),
}


@pytest.mark.parametrize(("model", "why"), NOT_FOUND.values(), ids=NOT_FOUND)
def test_a_name_is_refused_that_is(model: str, why: str) -> None:
    with pytest.raises(ConfigError, match=f"MELDER_NER_MODEL: {model}: {why}"):
        load_model(NerSettings(ner_model=model, ner_model_sha256="0" * 64))


def test_a_folder_without_a_manifest_is_refused(tmp_path: Path) -> None:
    shutil.copy(SHIPPED / "labels.json", tmp_path)
    with pytest.raises(ConfigError, match=rf"{MANIFEST}: No such file"):
        load_model(NerSettings(ner_model=str(tmp_path), ner_model_sha256="0" * 64))


LABELS = {
    "CoNLL 2003": ({"a": "S-PER", "b": "S-LOC", "c": "S-ORG", "d": "S-MISC"}, "PER LOC ORG MISC"),
    "BIO": ({"a": "B-PER", "b": "B-LOC"}, "PER LOC"),
    "GermEval 2014": (
        {"a": "S-OTH", "b": "S-LOCderiv", "c": "S-ORGpart", "d": "S-OTHderiv", "e": "S-PER"},
        "MISC - - - PER",
    ),
    "OntoNotes 5": (
        {"a": "S-PERSON", "b": "S-GPE", "c": "S-FAC", "d": "S-NORP", "e": "S-WORK_OF_ART", "f": "S-CARDINAL"},
        "PER LOC LOC MISC MISC -",
    ),
    "lower case": ({"a": "S-per", "b": "S-loc"}, "PER LOC"),
}


@pytest.mark.parametrize(("finds", "expected"), LABELS.values(), ids=LABELS)
def test_labels_are_translated_from(tmp_path: Path, finds: dict[str, str], expected: str) -> None:
    tagger = load_model(named(saved(tmp_path / "model.pt", finds)))
    found = [tags[0].label.value if tags else "-" for tags in tagger.tag(list(finds))]
    assert " ".join(found) == expected


@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_a_device_that_is_not_there_is_named_with_those_that_are(
    file: Path, device: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setattr("torch.backends.mps.is_available", lambda: False)
    with pytest.raises(ConfigError, match=f"MELDER_NER_DEVICE: no {device} on this machine.*there is: cpu"):
        load_model(named(file, ner_device=device))


@pytest.mark.parametrize("device", ["auto", "cpu"])
def test_it_reads_on_the_device_that_is_asked_for(file: Path, device: str) -> None:
    assert load_model(named(file, ner_device=device)).tag(["Putin"])[0][0].label is Label.PER


def test_the_shipped_model_reads_on_the_cpu_and_says_so() -> None:
    with pytest.raises(ConfigError, match=r"MELDER_NER_DEVICE: .*reads on the CPU; set cpu or auto"):
        load_model(NerSettings.model_validate({"ner_device": "cuda"}))


@pytest.fixture(scope="module")
def flert(tmp_path_factory: pytest.TempPathFactory) -> ForeignTagger:
    """A transformer that was trained to look at the sentences around, as flair/ner-german-large was."""
    file = tmp_path_factory.mktemp("flert") / "model.pt"
    a_flert_tagger(file.parent).save(file)
    return load_foreign(file.read_bytes(), ModelInfo(name="flert", version="1"), "cpu")


SENTENCES = [f"{' '.join(FINDS)} {'und ' * number}Kursk" for number in range(40)]


def spans(tags: Iterable[Tag]) -> list[tuple[int, int, Label]]:
    return [(tag.start, tag.end, tag.label) for tag in tags]


def test_what_surrounds_a_sentence_does_not_change_its_names(flert: ForeignTagger) -> None:
    alone = [flert.tag_words(words(sentence)) for sentence in SENTENCES]
    assert any(alone), "the model finds something"
    for one, other in zip(flert.tag(SENTENCES), alone, strict=True):
        assert spans(one) == spans(other)
        assert [tag.score for tag in one] == pytest.approx([tag.score for tag in other], abs=2e-4)


def test_threads_take_turns(flert: ForeignTagger) -> None:
    batches = [[f"{sentence} und" + " und" * number for sentence in SENTENCES[:10]] for number in range(6)]
    with ThreadPoolExecutor(4) as pool:
        read = list(pool.map(flert.tag, batches))
    for batch, tags in zip(batches, read, strict=True):
        assert [spans(one) for one in tags] == [spans(flert.tag_words(words(one))) for one in batch]


def test_a_repeated_sentence_is_read_once(flert: ForeignTagger, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = "Diesen Satz von Putin druckten viele Blätter."
    first = flert.tag([sentence])
    monkeypatch.delattr(flert, "_model")
    assert flert.tag([sentence, sentence]) == first * 2
