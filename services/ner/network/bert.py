"""A BERT encoder as an ONNX network over packed sequences.

All but attention works on the pieces of all sequences at once, without padding; attention on a table of the
sequences, so that none sees another (Zhai et al. 2023, ByteTransformer).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import onnx
from onnx import TensorProto

from services.ner.network.graph import Graph
from services.ner.network.inputs import SHAPES
from services.ner.network.products import Floats, Products

NEVER = np.float32(-1e4)  # added to what padding has to say: its share becomes nothing, exactly
ROLES = ("query", "key", "value")


@dataclass(frozen=True)
class Bert:
    """A BERT encoder's weights, by Hugging Face's names, and the shape that they do not tell."""

    weights: Mapping[str, Floats]
    layers: int
    heads: int
    epsilon: float

    def network(self, products: Products, extra: Sequence[str] = ()) -> onnx.ModelProto:
        """Vectors of shape (words, size), then `extra`; `services.ner.network.inputs` says what goes in."""
        graph = Graph()
        table = _Table(graph, self.heads)
        vectors = self._embed(graph, products, table)
        *layers, last = (f"encoder.layer.{layer}" for layer in range(self.layers))
        pieces = table.heads_of("cells")
        for layer in layers:
            seen = self._attention(graph, products, layer, vectors, table, pieces)
            vectors = self._rest(graph, products, layer, seen, vectors)
        words = table.heads_of(graph.add("Gather", "cells", "words"))
        seen = self._attention(graph, products, last, vectors, table, words)
        vectors = self._rest(graph, products, last, seen, graph.add("Gather", vectors, "words"))
        return graph.model(
            {name: (TensorProto.INT64, shape) for name, shape in SHAPES.items()}, [vectors, *extra]
        )

    def _embed(self, graph: Graph, products: Products, table: "_Table") -> str:
        positions, kinds = (
            self.weights[f"embeddings.{name}_embeddings.weight"] for name in ("position", "token_type")
        )
        places = graph.add("Gather", graph.constant(positions + kinds[0]), table.columns)
        pieces = products.rows(graph, self.weights["embeddings.word_embeddings.weight"], "ids")
        return self._add_and_norm(graph, "embeddings", pieces, places)

    def _attention(
        self, graph: Graph, products: Products, layer: str, vectors: str, table: "_Table", asked: str
    ) -> str:
        """What the heads see of whom is asked for, each head's part beside the next."""
        weight, bias = (
            np.concatenate([self.weights[f"{layer}.attention.self.{role}.{kind}"] for role in ROLES])
            for kind in ("weight", "bias")
        )
        size = len(bias) // len(ROLES) // self.heads
        rows = graph.constant(np.array([-1, size]))
        parts = products.product(graph, vectors, weight, bias)
        parts = graph.add("Reshape", parts, rows)
        query, key, value = (graph.add("Gather", parts, where) for where in table.parts)
        scores = graph.fused("FusedMatMul", query, key, transB=1, alpha=size**-0.5)
        weights = graph.add("Softmax", graph.add("Add", scores, table.padding), axis=-1)
        seen = graph.add("Reshape", graph.add("MatMul", weights, value), rows)
        whole = graph.constant(np.array([-1, size * self.heads]))
        return graph.add("Reshape", graph.add("Gather", seen, asked), whole)

    def _rest(self, graph: Graph, products: Products, layer: str, seen: str, vectors: str) -> str:
        """A layer from what attention has seen to its end."""

        def dense(vectors: str, part: str) -> str:
            weight, bias = (self.weights[f"{layer}.{part}.{kind}"] for kind in ("weight", "bias"))
            return products.product(graph, vectors, weight, bias)

        seen = dense(seen, "attention.output.dense")
        vectors = self._add_and_norm(graph, f"{layer}.attention.output", seen, vectors)
        inner = graph.add("Gelu", dense(vectors, "intermediate.dense"), approximate="tanh")
        return self._add_and_norm(graph, f"{layer}.output", dense(inner, "output.dense"), vectors)

    def _add_and_norm(self, graph: Graph, name: str, one: str, other: str) -> str:
        scale, shift = (
            graph.constant(self.weights[f"{name}.LayerNorm.{kind}"]) for kind in ("weight", "bias")
        )
        total = graph.add("Add", one, other)
        return graph.add("LayerNormalization", total, scale, shift, axis=-1, epsilon=self.epsilon)


class _Table:
    """The input `rows`, as attention uses it; made once for all layers.

    `columns`: each piece's place in its sequence. `parts`: for every role, where each head's part of each
    piece lies. `padding`: `NEVER` where there is no piece, else nothing.
    """

    def __init__(self, graph: Graph, heads: int) -> None:
        self._graph = graph
        self._heads = graph.constant(np.array(heads))
        self._each_head = graph.constant(np.arange(heads))
        lines_and_width = graph.add("Shape", "rows")
        self._width = graph.add("Gather", lines_and_width, graph.constant(np.array(1)))
        self.columns = graph.add("Mod", "cells", self._width)
        empty = graph.add("Less", "rows", graph.constant(np.array(0)))
        nothing, never = graph.constant(np.float32(0)), graph.constant(NEVER)
        self.padding = self._unsqueeze(graph.add("Where", empty, never, nothing), 1, 2)
        parts = graph.constant(np.array(heads * len(ROLES)))
        first = graph.add("Mul", self._unsqueeze("rows", 1), parts)
        self.parts = [
            graph.add("Add", first, graph.constant(np.arange(heads)[:, None] + role * heads))
            for role in range(len(ROLES))
        ]

    def heads_of(self, cells: str) -> str:
        """Where the heads' parts of cells of the table lie, shape (cells, heads)."""
        add = self._graph.add
        line = self._unsqueeze(add("Div", cells, self._width), 1)
        column = self._unsqueeze(add("Mod", cells, self._width), 1)
        part = add("Add", add("Mul", line, self._heads), self._each_head)
        return add("Add", add("Mul", part, self._width), column)

    def _unsqueeze(self, value: str, *axes: int) -> str:
        return self._graph.add("Unsqueeze", value, self._graph.constant(np.array(axes)))
