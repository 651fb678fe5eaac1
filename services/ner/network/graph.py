"""An ONNX graph, node by node."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

Value = npt.NDArray[np.generic] | np.generic

OPSETS = {"": 20, "com.microsoft": 1}
IR_VERSION = 9


@dataclass
class Graph:
    """Nodes and constants, added one after the other."""

    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def constant(self, value: Value) -> str:
        """The name of a new constant."""
        name = f"constant{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        """Add a node; the name of its only output."""
        name = f"value{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [name], domain=domain, **attributes))
        return name

    def fused(self, operator: str, *inputs: str, **attributes: Any) -> str:
        """Add one of onnxruntime's own operators."""
        return self.add(operator, *inputs, domain="com.microsoft", **attributes)

    def model(
        self, inputs: Mapping[str, tuple[int, Sequence[int | str]]], outputs: Sequence[str]
    ) -> onnx.ModelProto:
        """The finished network; `inputs` by name: kind of number, shape."""
        given = [helper.make_tensor_value_info(name, *shape) for name, shape in inputs.items()]
        results = [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in outputs]
        return helper.make_model(
            helper.make_graph(self.nodes, "encoder", given, results, self.constants),
            opset_imports=[helper.make_opsetid(domain, version) for domain, version in OPSETS.items()],
            ir_version=IR_VERSION,
        )
