"""parcel-gpt as an ONNX graph with a KV cache, on 4-bit blocks, with the names that transformers.js feeds.

Inputs: input_ids, attention_mask, position_ids, past_key_values.N.{key,value} [batch, heads, past, head_width],
num_logits_to_keep (0 for all). Outputs: logits, present.N.{key,value}.
"""

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from model import ParcelGPT, rope_table
from quantize import BLOCK, quantize

OPSET = 17
MICROSOFT = "com.microsoft"
MASKED = -1e30


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


class Builder:
    def __init__(self, model: ParcelGPT):
        self.model, self.config, self.graph = model, model.config, Graph()

    def attention_bias(self) -> str:
        """[batch, 1, tokens, positions]: 0 where a token may look, very negative elsewhere."""
        g = self.graph
        integer = lambda value: g.constant(value, np.int64)
        total, tokens = g.size("attention_mask", 1), g.size("input_ids", 1)
        scalar = lambda x: g.node("Squeeze", x, integer([0]))
        keys = g.node("Range", integer(0), scalar(total), integer(1))
        queries = g.node("Range", scalar(g.node("Sub", total, tokens)), scalar(total), integer(1))
        causal = g.node("LessOrEqual", g.node("Unsqueeze", keys, integer([0])), g.node("Unsqueeze", queries, integer([1])))
        present = g.node("Unsqueeze", g.node("Cast", "attention_mask", to=TensorProto.BOOL), integer([1, 2]))
        return g.node("Where", g.node("And", causal, present), g.constant(0.0), g.constant(MASKED))

    def heads(self, x: str) -> str:
        g, c = self.graph, self.config
        return g.node("Transpose", g.node("Reshape", x, g.constant([0, 0, c.heads, c.head_width], np.int64)), perm=[0, 2, 1, 3])

    def rotate(self, x: str, cos: str, sin: str) -> str:
        g, half = self.graph, self.config.head_width // 2
        split = g.constant([half, half], np.int64)
        first, second = g.node("Split", x, split, axis=-1, outputs=2)
        turned = g.node("Concat", g.node("Neg", second), first, axis=-1)
        return g.node("Add", g.node("Mul", x, cos), g.node("Mul", turned, sin))

    def attention(self, x: str, index: int, cos: str, sin: str, bias: str) -> str:
        g, c = self.graph, self.config
        attention, name = self.model.blocks[index].attention, f"blocks.{index}.attention"
        project = lambda part: self.heads(g.linear(x, f"{name}.{part}", getattr(attention, part).weight))
        query, new_key = self.rotate(project("query"), cos, sin), self.rotate(project("key"), cos, sin)
        cached = lambda kind, new: g.node("Concat", f"past_key_values.{index}.{kind}", new, axis=2, name=f"present.{index}.{kind}")
        key, value = cached("key", new_key), cached("value", project("value"))
        scaled = g.node("Mul", query, g.constant(c.head_width**-0.5))
        scores = g.node("Add", g.node("MatMul", scaled, g.node("Transpose", key, perm=[0, 1, 3, 2])), bias)
        mixed = g.node("MatMul", g.node("Softmax", scores, axis=-1), value)
        joined = g.node("Reshape", g.node("Transpose", mixed, perm=[0, 2, 1, 3]), g.constant([0, 0, c.width], np.int64))
        return g.linear(joined, f"{name}.output", attention.output.weight)

    def feed_forward(self, x: str, index: int) -> str:
        g, part, name = self.graph, self.model.blocks[index].feed_forward, f"blocks.{index}.feed_forward"
        gate, up = g.linear(x, f"{name}.gate", part.gate.weight), g.linear(x, f"{name}.up", part.up.weight)
        silu = g.node("Mul", gate, g.node("Sigmoid", gate))
        return g.linear(g.node("Mul", silu, up), f"{name}.down", part.down.weight)

    def rotations(self) -> tuple[str, str]:
        """Cosines and sines of the positions, [batch, 1, tokens, head_width]."""
        g = self.graph
        at = lambda table, name: g.node("Unsqueeze", g.node("Gather", g.constant(table.numpy(), name=name), "position_ids"),
                                        g.constant([1], np.int64))
        cos, sin = rope_table(self.config)
        return at(cos, "rope.cos"), at(sin, "rope.sin")

    def build(self) -> None:
        g, model, epsilon = self.graph, self.model, self.config.norm_epsilon
        (cos, sin), bias = self.rotations(), self.attention_bias()
        x = g.embedding("input_ids", model.embedding.weight)
        for i, block in enumerate(model.blocks):
            normed = g.rms_norm(x, f"blocks.{i}.attention_norm", block.attention_norm.weight, epsilon)
            x = g.node("Add", x, self.attention(normed, i, cos, sin, bias))
            normed = g.rms_norm(x, f"blocks.{i}.feed_forward_norm", block.feed_forward_norm.weight, epsilon)
            x = g.node("Add", x, self.feed_forward(normed, i))
        start = g.node("Reshape", g.node("Neg", "num_logits_to_keep"), g.constant([1], np.int64))
        kept = g.slice(x, start, g.constant([np.iinfo(np.int64).max], np.int64), 1)
        g.node("Identity", g.linear(g.rms_norm(kept, "norm", model.norm.weight, epsilon), "head", model.embedding.weight), name="logits")


def build_graph(model: ParcelGPT) -> onnx.ModelProto:
    """The graph, weights inside, checked."""
    builder, c = Builder(model), model.config
    with torch.no_grad():
        builder.build()
    integer = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.INT64, shape)
    number = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    cache = lambda prefix, length: [number(f"{prefix}.{i}.{kind}", ["batch", c.heads, length, c.head_width])
                                    for i in range(c.layers) for kind in ("key", "value")]
    inputs = [integer("input_ids", ["batch", "tokens"]), integer("attention_mask", ["batch", "positions"]),
              integer("position_ids", ["batch", "tokens"]), *cache("past_key_values", "past"), integer("num_logits_to_keep", [])]
    outputs = [number("logits", ["batch", "kept", c.vocabulary]), *cache("present", "positions")]
    graph = helper.make_graph(builder.graph.nodes, "parcel-gpt", inputs, outputs, list(builder.graph.constants.values()))
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    made = helper.make_model(graph, opset_imports=opsets, ir_version=10, producer_name="parcel-gpt")
    onnx.checker.check_model(made)
    return made
