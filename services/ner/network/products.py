"""How the network multiplies: in 32 bits, or in eight."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
from onnx import TensorProto

from services.ner.network.graph import Graph

Floats = npt.NDArray[np.float32]
Range = tuple[float, float]

STEPS = 255  # of an activation, which has eight bits without a sign
LARGEST = 63  # of a weight: with seven bits no CPU saturates, so all compute alike
LARGEST_PIECE = 127  # of a piece's vector, which is not multiplied


class Products(Protocol):
    """How a graph looks up its pieces and multiplies by its weights."""

    def rows(self, graph: Graph, table: Floats, ids: str) -> str:
        """The rows of a table that `ids` name."""
        ...

    def ready(self, graph: Graph, vectors: str) -> Sequence[str]:
        """Vectors made ready for products."""
        ...

    def product(self, graph: Graph, ready: Sequence[str], weight: Floats, bias: Floats) -> str:
        """Vectors · weightᵀ + bias, for a weight of shape (out, in)."""
        ...


class Exact:
    """32 bits; `inputs` are the names of all that is multiplied, in order."""

    def __init__(self) -> None:
        self.inputs: list[str] = []

    def rows(self, graph: Graph, table: Floats, ids: str) -> str:
        """As `Products` says."""
        return graph.add("Gather", graph.constant(table), ids)

    def ready(self, graph: Graph, vectors: str) -> Sequence[str]:
        """As `Products` says."""
        self.inputs.append(vectors)
        return [vectors]

    def product(self, graph: Graph, ready: Sequence[str], weight: Floats, bias: Floats) -> str:
        """As `Products` says."""
        return graph.add("Add", graph.add("MatMul", *ready, graph.constant(weight.T)), graph.constant(bias))


class Int8:
    """Eight bits, of `ranges` fixed beforehand: sums are exact, so no row of a product depends on others."""

    def __init__(self, ranges: Sequence[Range]) -> None:
        self._ranges: Iterator[Range] = iter(ranges)

    def rows(self, graph: Graph, table: Floats, ids: str) -> str:
        """As `Products` says; every row has a scale of its own."""
        scale = _scale(table, LARGEST_PIECE)
        pieces = graph.add("Gather", graph.constant(np.rint(table / scale).astype(np.int8)), ids)
        scales = graph.add("Gather", graph.constant(scale), ids)
        return graph.add("Mul", graph.add("Cast", pieces, to=TensorProto.FLOAT), scales)

    def ready(self, graph: Graph, vectors: str) -> Sequence[str]:
        """As `Products` says: integers, their scale, what stands for zero."""
        low, high = next(self._ranges)
        step = (high - low) / STEPS
        scale = graph.constant(np.float32(step))
        zero = graph.constant(np.uint8(round(-low / step)))
        return [graph.add("QuantizeLinear", vectors, scale, zero), scale, zero]

    def product(self, graph: Graph, ready: Sequence[str], weight: Floats, bias: Floats) -> str:
        """As `Products` says; every column has a scale of its own."""
        integers, scale, zero = ready
        scales = _scale(weight, LARGEST)
        columns = graph.constant(np.rint(weight / scales).astype(np.int8).T)
        rest = [scale, graph.constant(scales[:, 0]), zero, "", graph.constant(bias)]
        return graph.fused("MatMulIntegerToFloat", integers, columns, *rest)


def _scale(values: Floats, largest: int) -> Floats:
    scale: Floats = np.abs(values).max(axis=1, keepdims=True) / np.float32(largest)
    return np.where(scale == 0, np.float32(1), scale)
