"""A BERT encoder as an ONNX network."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import onnx

from services.ner.network.graph import Graph
from services.ner.network.products import Floats, Products


@dataclass(frozen=True)
class Bert:
    """A BERT encoder's weights, by Hugging Face's names, and the shape that they do not tell."""

    weights: Mapping[str, Floats]
    layers: int
    heads: int
    epsilon: float

    def network(self, products: Products, extra: Sequence[str] = ()) -> onnx.ModelProto:
        """Vectors of shape (sequences, pieces, size), then `extra`; sequences of a run have one length."""
        graph = Graph()
        vectors = self._embed(graph, products)
        for layer in range(self.layers):
            vectors = self._layer(graph, products, f"encoder.layer.{layer}", vectors)
        return graph.model([vectors, *extra])

    def _embed(self, graph: Graph, products: Products) -> str:
        positions, kinds = (
            self.weights[f"embeddings.{name}_embeddings.weight"] for name in ("position", "token_type")
        )
        zero, one = (graph.constant(np.array([number])) for number in (0, 1))
        length = graph.add("Gather", graph.add("Shape", "ids"), one)
        places = graph.add("Slice", graph.constant(positions + kinds[0]), zero, length, zero)
        pieces = products.rows(graph, self.weights["embeddings.word_embeddings.weight"], "ids")
        return self._add_and_norm(graph, "embeddings", pieces, places)

    def _layer(self, graph: Graph, products: Products, name: str, vectors: str) -> str:
        def dense(ready: Sequence[str], part: str) -> str:
            weight, bias = (self.weights[f"{name}.{part}.{kind}"] for kind in ("weight", "bias"))
            return products.product(graph, ready, weight, bias)

        ready = products.ready(graph, vectors)
        read = [dense(ready, f"attention.self.{role}") for role in ("query", "key", "value")]
        seen = graph.fused("MultiHeadAttention", *read, num_heads=self.heads)
        seen = dense(products.ready(graph, seen), "attention.output.dense")
        vectors = self._add_and_norm(graph, f"{name}.attention.output", seen, vectors)
        inner = graph.fused("Gelu", dense(products.ready(graph, vectors), "intermediate.dense"))
        outer = dense(products.ready(graph, inner), "output.dense")
        return self._add_and_norm(graph, f"{name}.output", outer, vectors)

    def _add_and_norm(self, graph: Graph, name: str, one: str, other: str) -> str:
        scale, shift = (
            graph.constant(self.weights[f"{name}.LayerNorm.{kind}"]) for kind in ("weight", "bias")
        )
        total = graph.add("Add", one, other)
        return graph.add("LayerNormalization", total, scale, shift, axis=-1, epsilon=self.epsilon)
