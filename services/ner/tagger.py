"""Sentences in, names out: the shipped model as a Flair tagger. The only file that imports flair."""

import gc
import json
from collections.abc import Sequence
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
from services.ner.memory import KNOWN_LENGTH, KNOWN_SENTENCES, Memory
from services.ner.quiet import log_to_root
from services.ner.tagging import Tag
from services.ner.weights import ENCODER, HEAD, LABELS, SHIPPED, TOKENIZER, Weights, read_weights
from services.ner.words import Word, words
from shared.events import Label

NAMES = "ner"  # Flair's type of the labels


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
        read = self._encoder([[token.text for token in sentence] for sentence in sentences])
        for sentence, vectors in zip(sentences, read, strict=True):
            for token, vector in zip(sentence, torch.from_numpy(vectors), strict=True):
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

    def forward(self, sentence_tensor: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Scores of shape (words of all sentences, tags): one product a sentence, so rounded alike."""
        sentences = zip(sentence_tensor, lengths.tolist(), strict=True)
        return torch.cat([self.linear(vectors[:length]) for vectors, length in sentences])

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
    """Names by a Flair model. What a sentence is read with never changes its names: docs/decisions/0029."""

    def __init__(self, weights: Weights) -> None:
        self.info = weights.info
        encoder = Encoder(weights.files[ENCODER], weights.files[TOKENIZER], weights.manifest.max_pieces)
        self._model = WellFormedTagger(OnnxEmbeddings(encoder), json.loads(weights.files[LABELS]))
        self._model.linear.load_state_dict(load(weights.files[HEAD]))
        self._model.eval()
        self._memory = Memory(KNOWN_SENTENCES, KNOWN_LENGTH)

    def tag(self, sentences: Sequence[str]) -> list[list[Tag]]:
        """The names of every sentence, in reading order; runs on the calling thread, safe in several."""
        return self._memory.through(sentences, lambda new: self._read([words(sentence) for sentence in new]))

    @property
    def remembered(self) -> int:
        """How many sentences it knows by heart."""
        return len(self._memory)

    def tag_words(self, found: Sequence[Word]) -> tuple[Tag, ...]:
        """The names of one sentence that is cut into words already."""
        return self._read([found])[0]

    def _read(self, cut: Sequence[Sequence[Word]]) -> list[tuple[Tag, ...]]:
        sentences = [Sentence([word.text for word in found]) for found in cut]
        self._model.predict(sentences, mini_batch_size=max(1, len(sentences)))
        return [_tags(sentence, found) for sentence, found in zip(sentences, cut, strict=True)]


def _tags(sentence: Sentence, found: Sequence[Word]) -> tuple[Tag, ...]:
    return tuple(
        Tag(
            start=found[span[0].idx - 1].start,
            end=found[span[-1].idx - 1].end,
            label=Label(span.tag),
            score=min(round(span.score, 4), 1.0),
        )
        for span in sentence.get_spans(NAMES)
    )


def load_tagger(folder: Path = SHIPPED, expected: str = "") -> FlairTagger:
    """Load a model from its folder, without a network; `expected` is the SHA-256 of its manifest, if known.

    Raises ConfigError on a wrong or missing file. Limits torch to one thread for each caller: callers bring
    the threads, one a core.
    """
    weights = read_weights(folder, expected)
    flair.device = torch.device("cpu")
    torch.set_num_threads(1)
    log_to_root("flair")
    tagger = FlairTagger(weights)
    gc.collect()
    gc.freeze()  # else every full collection walks what flair and torch have loaded: 0.3 s
    return tagger
