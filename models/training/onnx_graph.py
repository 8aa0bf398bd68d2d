"""parcel-gpt and parcel-bert as ONNX graphs on 4-bit blocks, with the names that transformers.js feeds.

Each matrix is stored once: the embedding is also the head, but for the row of parcel-bert's mask, which is no answer.

parcel-gpt has a KV cache. Inputs: input_ids, attention_mask, position_ids, past_key_values.N.{key,value}
[batch, heads, past, head_width], num_logits_to_keep (0 for all). Outputs: logits, present.N.{key,value}.

parcel-bert reads a text at once. Inputs: input_ids, attention_mask, 0 where padding is. Output: logits.
"""

import numpy as np
import onnx
import torch
from onnx import TensorProto, ValueInfoProto, helper
from torch import nn

from model import rope_table
from onnx_nodes import MICROSOFT, Graph
from other_models import ParcelBERT

OPSET = 17
MASKED = -1e30


def integers(name: str, *shape: str) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.INT64, shape)


def numbers(name: str, *shape: str | int) -> ValueInfoProto:
    return helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)


class Builder:
    """What both graphs share; a subclass says what a token looks at, where it stands and what is fed."""

    def __init__(self, model: nn.Module):
        self.model, self.config, self.graph = model, model.config, Graph()

    def attention_bias(self) -> str:
        """Added to scores [batch, heads, tokens, positions]: 0 where a token may look, very negative elsewhere."""
        raise NotImplementedError

    def rotations(self) -> tuple[str, str]:
        """Cosines and sines of the positions, to multiply half of [batch, heads, tokens, head_width] by."""
        raise NotImplementedError

    def rotation_tables(self) -> list[str]:
        """Cosines and sines, each [context, head_width / 2]: model.py has them twice, once for each half of a head."""
        half = self.config.head_width // 2
        named = zip(("rope.cos", "rope.sin"), rope_table(self.config))
        return [self.graph.constant(table[:, :half].numpy(), name=name) for name, table in named]

    def ports(self) -> tuple[list[ValueInfoProto], list[ValueInfoProto]]:
        """Inputs and outputs."""
        raise NotImplementedError

    def seen(self, new: str, index: int, kind: str) -> str:
        """The keys or values of a layer that tokens look at, given those of the tokens fed."""
        return new

    def asked(self, x: str) -> str:
        """The positions whose logits are wanted."""
        return x

    def present(self) -> str:
        """[batch, 1, 1, positions]: true but for padding."""
        g = self.graph
        return g.node("Unsqueeze", g.node("Cast", "attention_mask", to=TensorProto.BOOL), g.constant([1, 2], np.int64))

    def bias(self, allowed: str) -> str:
        return self.graph.node("Where", allowed, self.graph.constant(0.0), self.graph.constant(MASKED))

    def heads(self, x: str) -> str:
        g, c = self.graph, self.config
        split = g.constant([0, 0, c.heads, c.head_width], np.int64)
        return g.node("Transpose", g.node("Reshape", x, split), perm=[0, 2, 1, 3])

    def rotate(self, x: str, cos: str, sin: str) -> str:
        g, half = self.graph, self.config.head_width // 2
        first, second = g.node("Split", x, g.constant([half, half], np.int64), axis=-1, outputs=2)
        turned = (g.node("Sub", g.node("Mul", first, cos), g.node("Mul", second, sin)),
                  g.node("Add", g.node("Mul", second, cos), g.node("Mul", first, sin)))
        return g.node("Concat", *turned, axis=-1)

    def attention(self, x: str, index: int, cos: str, sin: str, bias: str) -> str:
        g, c = self.graph, self.config
        attention, name = self.model.blocks[index].attention, f"blocks.{index}.attention"
        project = lambda part: self.heads(g.linear(x, f"{name}.{part}", getattr(attention, part).weight))
        query, new_key = self.rotate(project("query"), cos, sin), self.rotate(project("key"), cos, sin)
        key, value = self.seen(new_key, index, "key"), self.seen(project("value"), index, "value")
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

    def build(self) -> None:
        g, model, epsilon = self.graph, self.model, self.config.norm_epsilon
        (cos, sin), bias = self.rotations(), self.attention_bias()
        table = g.blocks("embedding", model.embedding.weight)
        x = g.embedding("input_ids", table)
        for i, block in enumerate(model.blocks):
            normed = g.rms_norm(x, f"blocks.{i}.attention_norm", block.attention_norm.weight, epsilon)
            x = g.node("Add", x, self.attention(normed, i, cos, sin, bias))
            normed = g.rms_norm(x, f"blocks.{i}.feed_forward_norm", block.feed_forward_norm.weight, epsilon)
            x = g.node("Add", x, self.feed_forward(normed, i))
        normed = g.rms_norm(self.asked(x), "norm", model.norm.weight, epsilon)
        scores = g.product(normed, table)
        g.node("Identity", g.slice(scores, g.constant([0], np.int64), g.constant([self.config.vocabulary], np.int64), 2), name="logits")


class CausalBuilder(Builder):
    """parcel-gpt: keys and values of the tokens before are fed, and given back with the new ones."""

    def attention_bias(self) -> str:
        g = self.graph
        integer = lambda value: g.constant(value, np.int64)
        total, tokens = g.size("attention_mask", 1), g.size("input_ids", 1)
        scalar = lambda x: g.node("Squeeze", x, integer([0]))
        keys = g.node("Range", integer(0), scalar(total), integer(1))
        queries = g.node("Range", scalar(g.node("Sub", total, tokens)), scalar(total), integer(1))
        causal = g.node("LessOrEqual", g.node("Unsqueeze", keys, integer([0])), g.node("Unsqueeze", queries, integer([1])))
        return self.bias(g.node("And", causal, self.present()))

    def rotations(self) -> tuple[str, str]:
        g = self.graph
        at = lambda table: g.node("Unsqueeze", g.node("Gather", table, "position_ids"), g.constant([1], np.int64))
        cos, sin = map(at, self.rotation_tables())
        return cos, sin

    def seen(self, new: str, index: int, kind: str) -> str:
        g = self.graph
        return self.half_before(g.node("Concat", f"past_key_values.{index}.{kind}", new, axis=2, name=f"present.{index}.{kind}"))

    def half_before(self, x: str) -> str:
        """The cache holds each token's own channels, as model.py makes them; padding in front of a text counts as nothing."""
        g, quarter = self.graph, self.config.head_width // 4
        own = g.node("Split", x, g.constant([quarter] * 4, np.int64), axis=-1, outputs=4)
        place = g.node("Cast", g.node("Unsqueeze", "attention_mask", g.constant([1, 3], np.int64)), to=TensorProto.FLOAT)
        earlier = lambda y: g.slice(g.node("Mul", y, place), g.constant([0], np.int64), g.constant([-1], np.int64), 2)
        before = lambda y: g.node("Pad", earlier(y), g.constant([0, 0, 1, 0, 0, 0, 0, 0], np.int64))
        return g.node("Concat", own[0], before(own[1]), own[2], before(own[3]), axis=-1)

    def asked(self, x: str) -> str:
        g = self.graph
        start = g.node("Reshape", g.node("Neg", "num_logits_to_keep"), g.constant([1], np.int64))
        return g.slice(x, start, g.constant([np.iinfo(np.int64).max], np.int64), 1)

    def ports(self) -> tuple[list[ValueInfoProto], list[ValueInfoProto]]:
        c = self.config
        cache = lambda prefix, length: [numbers(f"{prefix}.{i}.{kind}", "batch", c.heads, length, c.head_width)
                                        for i in range(c.layers) for kind in ("key", "value")]
        inputs = [integers("input_ids", "batch", "tokens"), integers("attention_mask", "batch", "positions"),
                  integers("position_ids", "batch", "tokens"), *cache("past_key_values", "past"), integers("num_logits_to_keep")]
        return inputs, [numbers("logits", "batch", "kept", c.vocabulary), *cache("present", "positions")]


class MaskedBuilder(Builder):
    """parcel-bert: every token looks at all that are present."""

    def attention_bias(self) -> str:
        return self.bias(self.present())

    def rotations(self) -> tuple[str, str]:
        g, tokens = self.graph, self.graph.size("input_ids", 1)
        cos, sin = (g.slice(table, g.constant([0], np.int64), tokens, 0) for table in self.rotation_tables())
        return cos, sin

    def ports(self) -> tuple[list[ValueInfoProto], list[ValueInfoProto]]:
        inputs = [integers("input_ids", "batch", "tokens"), integers("attention_mask", "batch", "tokens")]
        return inputs, [numbers("logits", "batch", "tokens", self.config.vocabulary)]


def build_graph(model: nn.Module) -> onnx.ModelProto:
    """The graph, weights inside, checked."""
    kind, name = (MaskedBuilder, "parcel-bert") if isinstance(model, ParcelBERT) else (CausalBuilder, "parcel-gpt")
    builder = kind(model)
    with torch.no_grad():
        builder.build()
    graph = helper.make_graph(builder.graph.nodes, name, *builder.ports(), list(builder.graph.constants.values()))
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(MICROSOFT, 1)]
    made = helper.make_model(graph, opset_imports=opsets, ir_version=10, producer_name=name)
    onnx.checker.check_model(made)
    return made
