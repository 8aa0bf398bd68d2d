"""The operations that both ONNX graphs are made of: products on 4-bit blocks, norms, and what ONNX is long-winded about."""

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from quantize import BLOCK, quantize

MICROSOFT = "com.microsoft"


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

    def linear(self, x: str, name: str, weight: torch.Tensor) -> str:
        """x W^T on 4-bit blocks."""
        rows, columns = weight.shape
        whole, scale = quantize(weight)
        unsigned = (whole + 8).to(torch.uint8).numpy()
        packed = (unsigned[:, 0::2] | unsigned[:, 1::2] << 4).reshape(rows, columns // BLOCK, BLOCK // 2)
        blocks = self.constant(packed, np.uint8, f"{name}.blocks")
        scales = self.constant(scale.float().numpy().reshape(-1), name=f"{name}.scales")
        return self.node("MatMulNBits", x, blocks, scales, domain=MICROSOFT, K=columns, N=rows, bits=4, block_size=BLOCK)

    def embedding(self, ids: str, weight: torch.Tensor) -> str:
        whole, scale = quantize(weight)
        nibbles = (whole.to(torch.uint8) & 15).numpy()
        packed = (nibbles[:, 0::2] | nibbles[:, 1::2] << 4).tobytes()
        self.constants["embedding.int4"] = helper.make_tensor("embedding.int4", TensorProto.INT4, weight.shape, packed, raw=True)
        scales = self.constant(scale.float().numpy(), name="embedding.row_scales")
        return self.node("GatherBlockQuantized", "embedding.int4", ids, scales, domain=MICROSOFT, gather_axis=0,
                         quantize_axis=1, block_size=BLOCK)

    def rms_norm(self, x: str, name: str, weight: torch.Tensor, epsilon: float) -> str:
        mean = self.node("ReduceMean", self.node("Mul", x, x), axes=[-1], keepdims=1)
        root = self.node("Sqrt", self.node("Add", mean, self.constant(epsilon)))
        return self.node("Mul", self.node("Div", x, root), self.constant(weight.numpy(), name=name))

    def slice(self, x: str, start: str, end: str, axis: int) -> str:
        return self.node("Slice", x, start, end, self.constant([axis], np.int64))

    def size(self, x: str, axis: int) -> str:
        return self.node("Shape", x, start=axis, end=axis + 1)
