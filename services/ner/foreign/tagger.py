"""Sentences in, names out: any Flair `SequenceTagger` that was verified."""

import io
import threading
from collections.abc import Iterator, Sequence
from pickle import UnpicklingError

import flair
import torch
from flair.data import Sentence
from flair.models import SequenceTagger
from joblib import cpu_count

from services.ner.foreign.device import open_device
from services.ner.foreign.fetches import only_from_the_hub
from services.ner.foreign.labels import Translation, translate
from services.ner.memory import KNOWN_LENGTH, KNOWN_SENTENCES, Memory
from services.ner.quiet import log_to_root
from services.ner.settings import DeviceName
from services.ner.tagging import Tag
from services.ner.words import Word, words
from shared.errors import ConfigError
from shared.events import ModelInfo

AT_ONCE = 32
"""Sentences of one mini-batch."""
LONGEST = 250
"""Words of a sentence read at once; the rest of a longer one is read by itself."""
WORD_LENGTH = 200
"""Code points read of a word; the longest German ones have about eighty."""
UNREADABLE = (
    UnpicklingError,
    EOFError,
    OSError,
    RuntimeError,
    ImportError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
)
"""What files raise that are cut, are no models, or were saved by another version."""


class ForeignTagger:
    """Names by any Flair model, in mini-batches of sentences without context, one call at a time.

    A sentence's batch moves its scores by no more than rounding does: docs/decisions/0018.
    """

    def __init__(self, model: SequenceTagger, info: ModelInfo) -> None:
        self.info = info
        self._model, self._labels = model, _labels(model, info.name)
        self._alone, self._memory = threading.Lock(), Memory(KNOWN_SENTENCES, KNOWN_LENGTH)

    def tag(self, sentences: Sequence[str]) -> list[list[Tag]]:
        """The names of every sentence, in reading order; safe in several threads, which take turns."""
        return self._memory.through(sentences, lambda new: self._read([words(sentence) for sentence in new]))

    def tag_words(self, found: Sequence[Word]) -> tuple[Tag, ...]:
        """The names of one sentence that is cut into words already."""
        return self._read([found])[0]

    def _read(self, sentences: Sequence[Sequence[Word]]) -> list[tuple[Tag, ...]]:
        parts = [(index, part) for index, sentence in enumerate(sentences) for part in _parts(sentence)]
        read = [_sentence(part) for _, part in parts]
        with self._alone:
            self._model.predict(read, mini_batch_size=AT_ONCE)
        tags: list[list[Tag]] = [[] for _ in sentences]
        for (index, part), sentence in zip(parts, read, strict=True):
            tags[index] += _tags(sentence, part, self._model.label_type, self._labels)
        return [tuple(found) for found in tags]


def load_foreign(content: bytes, info: ModelInfo, wanted: DeviceName) -> ForeignTagger:
    """Load a verified model from the bytes of its file. Raises ConfigError where it is none of Flair's."""
    log_to_root("flair")
    flair.device = open_device(wanted)
    torch.set_num_threads(cpu_count())
    try:
        with only_from_the_hub(info.name):
            model = SequenceTagger.load(_state(content, info.name))
    except UNREADABLE as error:
        raise ConfigError(
            f"MELDER_NER_MODEL: {info.name} cannot be read by flair {flair.__version__} "
            f"({type(error).__name__}: {error}); install what is missing, or take a model that this version "
            "can load"
        ) from error
    return ForeignTagger(model.eval(), info)


def _state(content: bytes, name: str) -> dict[str, object]:
    """The parts of a model. The bytes were verified: they may be unpickled."""
    state = torch.load(io.BytesIO(content), map_location="cpu", weights_only=False)
    kind = state.get("__cls__", "SequenceTagger") if isinstance(state, dict) else type(state).__name__
    if kind != "SequenceTagger" or "tag_dictionary" not in state:
        raise ConfigError(f"MELDER_NER_MODEL: {name} holds no SequenceTagger of Flair but: {kind}")
    return dict(state)


def _labels(model: SequenceTagger, name: str) -> Translation:
    if not model.predict_spans:
        raise ConfigError(
            f"MELDER_NER_MODEL: {name} tags words, not names: its tags are neither BIO nor BIOES"
        )
    return translate(model.label_dictionary.get_items(), name)


def _parts(sentence: Sequence[Word]) -> Iterator[Sequence[Word]]:
    for start in range(0, len(sentence), LONGEST):
        yield sentence[start : start + LONGEST]


def _sentence(part: Sequence[Word]) -> Sentence:
    """Flair's sentence, told that it has no neighbours: else Flair reads the batch's as its context."""
    sentence = Sentence([word.text[:WORD_LENGTH] for word in part])
    Sentence.set_context_for_sentences([sentence])
    return sentence


def _tags(sentence: Sentence, part: Sequence[Word], kind: str, labels: Translation) -> Iterator[Tag]:
    for span in sentence.get_spans(kind):
        label = labels[span.tag]
        if label is not None:
            yield Tag(
                start=part[span[0].idx - 1].start,
                end=part[span[-1].idx - 1].end,
                label=label,
                score=min(round(span.score, 4), 1.0),
            )
