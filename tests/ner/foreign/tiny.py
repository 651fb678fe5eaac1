"""Real Flair models that fit on a stamp: what they find is written into their weights."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from flair.data import Dictionary
from flair.embeddings import OneHotEmbeddings, TransformerWordEmbeddings
from flair.models import SequenceTagger
from transformers import BertConfig, BertModel, BertTokenizerFast

FINDS = {"Wladimir": "B-PER", "Putin": "E-PER", "Kursk": "S-LOC", "Nato": "S-ORG", "Airbus": "S-MISC"}
SURE = 20.0


def a_tagger(finds: Mapping[str, str] = FINDS, tags: Sequence[str] = ()) -> SequenceTagger:
    """Tags each word as `finds` says, all others O; `tags` are further ones that it could find."""
    words, found = Dictionary(), Dictionary(add_unk=False)
    for word in finds:
        words.add_item(word)
    for tag in ("O", *finds.values(), *tags):
        found.add_item(tag)
    embeddings = OneHotEmbeddings(words, embedding_length=len(words))
    tagger = SequenceTagger(
        embeddings,
        found,
        "ner",
        use_rnn=False,
        use_crf=False,
        reproject_embeddings=False,
        init_from_state_dict=True,
    )
    with torch.no_grad():
        embeddings.embedding_layer.weight.copy_(torch.eye(len(words)))
        tagger.linear.weight.zero_()
        tagger.linear.bias.zero_()
        for word in words.get_items():
            row = found.get_idx_for_item(finds.get(word, "O"))
            tagger.linear.weight[row, words.get_idx_for_item(word)] = SURE
    return tagger


def saved(path: Path, finds: Mapping[str, str] = FINDS, tags: Sequence[str] = ()) -> Path:
    """The file of such a tagger."""
    a_tagger(finds, tags).save(path)
    return path


def a_flert_tagger(folder: Path) -> SequenceTagger:
    """A transformer with the sentences around as context (FLERT) and random weights."""
    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "und", *(word.lower() for word in FINDS)]
    (folder / "vocab.txt").write_text("\n".join(pieces))
    BertTokenizerFast(str(folder / "vocab.txt")).save_pretrained(folder)
    torch.manual_seed(1)
    size = BertConfig(
        vocab_size=len(pieces),
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=16,
    )
    BertModel(size).save_pretrained(folder)
    found = Dictionary(add_unk=False)
    for tag in ("O", *FINDS.values()):
        found.add_item(tag)
    embeddings = TransformerWordEmbeddings(str(folder), layers="-1", use_context=64)
    return SequenceTagger(
        embeddings,
        found,
        "ner",
        use_rnn=False,
        use_crf=False,
        reproject_embeddings=False,
        init_from_state_dict=True,
    )


class _SavedByOldFlair:
    """A transformer as old versions of Flair wrote it: its tokenizer stays on the hub."""

    def __init__(self, name: str, embeddings: TransformerWordEmbeddings) -> None:
        self.state = {
            "model": name,
            "name": f"transformer-word-{name}",
            "layers": "-1",
            "context_length": 64,
            "pooling_operation": "first",
            "config_state_dict": embeddings.model.config.to_dict(),
            "model_state_dict": embeddings.model.state_dict(),
        }

    def __reduce__(self) -> tuple[Any, ...]:
        return object.__new__, (TransformerWordEmbeddings,), self.state


def saved_by_old_flair(path: Path, folder: Path, base: str) -> Path:
    """The file of a FLERT tagger whose tokenizer is on the hub, in the model `base`."""
    tagger = a_flert_tagger(folder)
    tagger.save(path)
    state = torch.load(path, weights_only=False)
    assert isinstance(tagger.embeddings, TransformerWordEmbeddings)
    torch.save({**state, "embeddings": _SavedByOldFlair(base, tagger.embeddings)}, path)
    return path
