"""The operations that both ONNX graphs are made of: products on 4-bit blocks, norms, and what ONNX is long-winded about."""

from dataclasses import dataclass

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from quantize import BLOCK, quantize

MICROSOFT = "com.microsoft"


@dataclass(frozen=True)
class Blocks:
    """A matrix [rows, columns] in the graph: names of two weights a byte [rows, blocks, bytes] and of scales [rows, blocks]."""

    packed: str
    scales: str
    rows: int
    columns: int


class Graph:
    """Nodes and constants in the order they are made; a value is its name."""

    def __init__(self):
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}

    def constant(self, value, dtype=np.float32, name: str | None = None) -> str:
        array = np.asarray(value, dtype)
        name = name or f"constant_{array.dtype}_{array.tolist()}".replace(" ", "")
        self.constants.setdefault(name, numpy_helper.from_array(array, name))
        return name

    def node(self, op: str, *inputs: str, domain: str = "", outputs: int = 1, name: str | None = None, **attributes):
        made = [name or f"{op}_{len(self.nodes)}"] if outputs == 1 else [f"{op}_{len(self.nodes)}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(op, inputs, made, domain=domain, **attributes))
        return made[0] if outputs == 1 else made

    def blocks(self, name: str, weight: torch.Tensor) -> Blocks:
        """A matrix in 4-bit blocks; its scales are stored in half precision, which is what they were rounded to."""
        rows, columns = weight.shape
        whole, scale = quantize(weight)
        unsigned = (whole + 8).to(torch.uint8).numpy()
        packed = (unsigned[:, 0::2] | unsigned[:, 1::2] << 4).reshape(rows, columns // BLOCK, BLOCK // 2)
        half = self.constant(scale.numpy(), np.float16, f"{name}.scales")
        scales = self.node("Cast", half, to=TensorProto.FLOAT)
        return Blocks(self.constant(packed, np.uint8, f"{name}.blocks"), scales, rows, columns)

    def product(self, x: str, matrix: Blocks) -> str:
        """x W^T."""
        return self.node("MatMulNBits", x, matrix.packed, matrix.scales, domain=MICROSOFT, K=matrix.columns, N=matrix.rows,
                         bits=4, block_size=BLOCK)

    def linear(self, x: str, name: str, weight: torch.Tensor) -> str:
        """x W^T on 4-bit blocks."""
        return self.product(x, self.blocks(name, weight))

    def embedding(self, ids: str, matrix: Blocks) -> str:
        """The rows of these ids [batch, tokens], unpacked: two weights a byte, the first in the low half."""
        packed = self.node("Cast", self.node("Gather", matrix.packed, ids), to=TensorProto.FLOAT)
        high = self.node("Floor", self.node("Div", packed, self.constant(16.0)))
        low = self.node("Sub", packed, self.node("Mul", high, self.constant(16.0)))
        each = [self.node("Unsqueeze", half, self.constant([4], np.int64)) for half in (low, high)]
        pairs = self.node("Concat", *each, axis=4)
        whole = self.node("Sub", self.node("Reshape", pairs, self.constant([0, 0, 0, BLOCK], np.int64)), self.constant(8.0))
        scale = self.node("Unsqueeze", self.node("Gather", matrix.scales, ids), self.constant([3], np.int64))
        return self.node("Reshape", self.node("Mul", whole, scale), self.constant([0, 0, matrix.columns], np.int64))

    def rms_norm(self, x: str, name: str, weight: torch.Tensor, epsilon: float) -> str:
        mean = self.node("ReduceMean", self.node("Mul", x, x), axes=[-1], keepdims=1)
        root = self.node("Sqrt", self.node("Add", mean, self.constant(epsilon)))
        return self.node("Mul", self.node("Div", x, root), self.constant(weight.numpy(), name=name))

    def slice(self, x: str, start: str, end: str, axis: int) -> str:
        return self.node("Slice", x, start, end, self.constant([axis], np.int64))

    def size(self, x: str, axis: int) -> str:
        return self.node("Shape", x, start=axis, end=axis + 1)
