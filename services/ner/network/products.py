"""How the network multiplies: in 32 bits, or in eight."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt
from onnx import TensorProto

from services.ner.network.graph import Graph

Floats = npt.NDArray[np.float32]
Range = tuple[Floats, Floats]
"""The least and the greatest of every channel, zero among them."""

STEPS = 255  # of an activation, which has eight bits without a sign
LARGEST = 63  # of a weight: with seven bits no CPU saturates, so all compute alike
LARGEST_PIECE = 127  # of a piece's vector, which is not multiplied


class Products(Protocol):
    """How a graph looks up its pieces and multiplies by its weights."""

    def rows(self, graph: Graph, table: Floats, ids: str) -> str:
        """The rows of a table that `ids` name."""
        ...

    def product(self, graph: Graph, vectors: str, weight: Floats, bias: Floats) -> str:
        """Vectors · weightᵀ + bias, for a weight of shape (out, in)."""
        ...


class Exact:
    """32 bits; `inputs` are the names of all that is multiplied, in order."""

    def __init__(self) -> None:
        self.inputs: list[str] = []

    def rows(self, graph: Graph, table: Floats, ids: str) -> str:
        """As `Products` says."""
        return graph.add("Gather", graph.constant(table), ids)

    def product(self, graph: Graph, vectors: str, weight: Floats, bias: Floats) -> str:
        """As `Products` says."""
        self.inputs.append(vectors)
        return graph.add("Add", graph.add("MatMul", vectors, graph.constant(weight.T)), graph.constant(bias))


class Int8:
    """Eight bits, of `ranges` fixed beforehand: sums are exact, so no row of a product depends on others.

    A channel that stands out would leave the others few of the steps, so its weights bear half of it
    (Xiao et al. 2023, SmoothQuant, without the weights' own ranges: docs/decisions/0029).
    """

    def __init__(self, ranges: Sequence[Range]) -> None:
        self._ranges: Iterator[Range] = iter(ranges)

    def rows(self, graph: Graph, table: Floats, ids: str) -> str:
        """As `Products` says; every row has a scale of its own."""
        scale = _scale(table, LARGEST_PIECE)
        pieces = graph.add("Gather", graph.constant(np.rint(table / scale).astype(np.int8)), ids)
        scales = graph.add("Gather", graph.constant(scale), ids)
        return graph.add("Mul", graph.add("Cast", pieces, to=TensorProto.FLOAT), scales)

    def product(self, graph: Graph, vectors: str, weight: Floats, bias: Floats) -> str:
        """As `Products` says; every column has a scale of its own."""
        low, high = next(self._ranges)
        borne = _borne_by_weights(np.maximum(-low, high))
        smooth = graph.add("Mul", vectors, graph.constant(1 / borne))
        least = float((low / borne).min())
        step = (float((high / borne).max()) - least) / STEPS
        scale, zero = graph.constant(np.float32(step)), graph.constant(np.uint8(round(-least / step)))
        integers = graph.add("QuantizeLinear", smooth, scale, zero)
        scales = _scale(weight * borne, LARGEST)
        columns = graph.constant(np.rint(weight * borne / scales).astype(np.int8).T)
        rest = [scale, graph.constant(scales[:, 0]), zero, "", graph.constant(bias)]
        return graph.fused("MatMulIntegerToFloat", integers, columns, *rest)


def _borne_by_weights(largest: Floats) -> Floats:
    """What each channel is divided by before a product, and its weights are multiplied by."""
    root: Floats = np.sqrt(largest)
    return np.where(root == 0, np.float32(1), root)


def _scale(values: Floats, largest: int) -> Floats:
    scale: Floats = np.abs(values).max(axis=1, keepdims=True) / np.float32(largest)
    return np.where(scale == 0, np.float32(1), scale)
