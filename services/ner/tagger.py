"""Sentences in, names out: the shipped model as a Flair tagger. The only file that imports flair."""

import gc
import json
import logging
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import flair
import numpy as np
import torch
from flair.data import Dictionary, Sentence
from flair.data import Label as FlairLabel
from flair.embeddings import TokenEmbeddings
from flair.models import SequenceTagger
from safetensors.torch import load

from services.ner.bioes import Bioes
from services.ner.encoder import Encoder
from services.ner.tagging import Tag
from services.ner.weights import ENCODER, HEAD, LABELS, SHIPPED, TOKENIZER, Weights, read_weights
from services.ner.words import Word, words
from shared.events import Label

NAMES = "ner"  # Flair's type of the labels
KNOWN_SENTENCES = 10_000  # agency texts repeat
KNOWN_LENGTH = 1_000  # code points; longer sentences are not remembered


class OnnxEmbeddings(TokenEmbeddings):
    """Flair's view of the encoder."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.name = "onnx"
        self._encoder = encoder

    @property
    def embedding_length(self) -> int:
        """Size of a word's vector."""
        return self._encoder.size

    @property
    def embedding_type(self) -> str:
        """Flair's name for vectors of words."""
        return "word-level"

    def _add_embeddings_internal(self, sentences: list[Sentence]) -> None:
        for sentence in sentences:
            vectors = torch.from_numpy(self._encoder([token.text for token in sentence])).to(flair.device)
            for token, vector in zip(sentence, vectors, strict=True):
                token.set_embedding(self.name, vector)


class WellFormedTagger(SequenceTagger):
    """A linear `SequenceTagger` whose names are always well-formed; scores are the tags' probabilities."""

    def __init__(self, embeddings: TokenEmbeddings, tags: Sequence[str]) -> None:
        dictionary = Dictionary(add_unk=False)
        for tag in tags:
            dictionary.add_item(tag)
        super().__init__(
            embeddings,
            dictionary,
            NAMES,
            use_rnn=False,
            use_crf=False,
            reproject_embeddings=False,
            locked_dropout=0,
            init_from_state_dict=True,
        )
        self._tags, self._bioes = tags, Bioes(tags)

    def _standard_inference(
        self, features: torch.Tensor, batch: list[Sentence], probabilities_for_all_classes: bool
    ) -> tuple[list[list[tuple[str, float]]], list[list[list[FlairLabel]]]]:
        predicted = []
        rows = features.log_softmax(dim=1).cpu().numpy()
        for sentence in batch:
            scores, rows = rows[: len(sentence)], rows[len(sentence) :]
            best = self._bioes.decode(scores)
            sure = np.exp(scores[range(len(best)), best]).tolist()
            predicted.append([(self._tags[tag], score) for tag, score in zip(best, sure, strict=True)])
        return predicted, []


class FlairTagger:
    """Names by a Flair model. Each sentence is read alone: what surrounds it never changes its names."""

    def __init__(self, weights: Weights) -> None:
        self.info = weights.info
        encoder = Encoder(weights.files[ENCODER], weights.files[TOKENIZER], weights.manifest.max_pieces)
        self._model = WellFormedTagger(OnnxEmbeddings(encoder), json.loads(weights.files[LABELS]))
        self._model.linear.load_state_dict(load(weights.files[HEAD]))
        self._model.eval()
        self._remember = lru_cache(KNOWN_SENTENCES)(self._read)

    def tag(self, sentences: Sequence[str]) -> list[list[Tag]]:
        """The names of every sentence, in reading order; runs on the calling thread, safe in several."""
        return [
            list((self._remember if len(sentence) <= KNOWN_LENGTH else self._read)(sentence))
            for sentence in sentences
        ]

    @property
    def remembered(self) -> int:
        """How many sentences it knows by heart."""
        return self._remember.cache_info().currsize

    def tag_words(self, found: Sequence[Word]) -> tuple[Tag, ...]:
        """The names of one sentence that is cut into words already."""
        if not found:
            return ()
        sentence = Sentence([word.text for word in found])
        self._model.predict(sentence)
        return tuple(
            Tag(
                start=found[span[0].idx - 1].start,
                end=found[span[-1].idx - 1].end,
                label=Label(span.tag),
                score=min(round(span.score, 4), 1.0),
            )
            for span in sentence.get_spans(NAMES)
        )

    def _read(self, sentence: str) -> tuple[Tag, ...]:
        return self.tag_words(words(sentence))


def load_tagger(folder: Path = SHIPPED) -> FlairTagger:
    """Load a model from its folder, without a network. Raises ConfigError on a wrong or missing file.

    Limits torch to one thread for each caller: callers bring the threads, one a core.
    """
    weights = read_weights(folder)
    torch.set_num_threads(1)
    _quiet()
    tagger = FlairTagger(weights)
    gc.collect()
    gc.freeze()  # else every full collection walks what flair and torch have loaded: 0.3 s
    return tagger


def _quiet() -> None:
    """Give Flair's log to the root logger: its own handler writes to stdout, where results go."""
    logger = logging.getLogger("flair")
    logger.handlers.clear()
    logger.propagate = True
    logger.setLevel(logging.WARNING)
