"""parcel-gpt: a small causal Transformer, written to be read beside lib/transformer."""

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn


@dataclass(frozen=True)
class Config:
    vocabulary: int = 4096
    context: int = 512
    layers: int = 6
    width: int = 256
    heads: int = 4
    feed_forward: int = 448
    rope_base: float = 10_000.0
    norm_epsilon: float = 1e-5

    @property
    def head_width(self) -> int:
        return self.width // self.heads


class RMSNorm(nn.Module):
    """Divides by the root mean square, then scales each channel."""

    def __init__(self, width: int, epsilon: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.epsilon = epsilon

    def forward(self, x: Tensor) -> Tensor:
        return F.rms_norm(x.float(), (x.size(-1),), self.weight, self.epsilon).to(x.dtype)


def rope_table(config: Config) -> tuple[Tensor, Tensor]:
    """Cosines and sines, each [context, head_width]; the two halves of a head turn together."""
    half = config.head_width // 2
    frequency = config.rope_base ** (-torch.arange(half) / half)
    angle = torch.outer(torch.arange(config.context), frequency)
    angle = torch.cat([angle, angle], dim=-1)
    return angle.cos(), angle.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Rotary position embedding (Su et al. 2021). x: [batch, heads, tokens, head_width]."""
    first, second = x.chunk(2, dim=-1)
    return x * cos + torch.cat([-second, first], dim=-1) * sin


def half_before(x: Tensor) -> Tensor:
    """Half of the channels, in both halves that turn, from the token before; the first token has none there.

    So a key says what came before its token, and a name is found by what it followed in a single layer.
    x: [batch, heads, tokens, head_width].
    """
    before = F.pad(x, (0, 0, 1, 0))[..., :-1, :].chunk(4, dim=-1)
    own = x.chunk(4, dim=-1)
    return torch.cat([own[0], before[1], own[2], before[3]], dim=-1)


def causal_attention(q: Tensor, k: Tensor, v: Tensor) -> Tensor:
    """softmax(q k^T / sqrt(d)) v over earlier positions; each [batch, heads, tokens, head_width].

    Written out because on a CPU it trains faster than the fused kernel.
    """
    tokens = q.size(-2)
    mask = torch.full((tokens, tokens), float("-inf"), dtype=q.dtype).triu(1)
    scores = torch.baddbmm(mask, (q * q.size(-1) ** -0.5).flatten(0, 1), k.flatten(0, 1).mT)
    return (scores.softmax(-1) @ v.flatten(0, 1)).view_as(q)


class Attention(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.heads = config.heads
        for name in ("query", "key", "value", "output"):
            setattr(self, name, nn.Linear(config.width, config.width, bias=False))

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        batch, tokens, width = x.shape
        split = lambda y: y.view(batch, tokens, self.heads, -1).transpose(1, 2)
        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        q, k = rotate(q, cos[:tokens].to(q), sin[:tokens].to(q)), rotate(k, cos[:tokens].to(k), sin[:tokens].to(k))
        mixed = causal_attention(q, half_before(k), half_before(v))
        return self.output(mixed.transpose(1, 2).reshape(batch, tokens, width))


class FeedForward(nn.Module):
    """SwiGLU (Shazeer 2020): silu(gate) · up, projected back."""

    def __init__(self, config: Config):
        super().__init__()
        self.gate = nn.Linear(config.width, config.feed_forward, bias=False)
        self.up = nn.Linear(config.width, config.feed_forward, bias=False)
        self.down = nn.Linear(config.feed_forward, config.width, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        return self.down(F.silu(self.gate(x)) * self.up(x))


class Block(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.attention_norm = RMSNorm(config.width, config.norm_epsilon)
        self.attention = Attention(config)
        self.feed_forward_norm = RMSNorm(config.width, config.norm_epsilon)
        self.feed_forward = FeedForward(config)

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        x = x + self.attention(self.attention_norm(x), cos, sin)
        return x + self.feed_forward(self.feed_forward_norm(x))


class ParcelGPT(nn.Module):
    """Token ids [batch, tokens] in, logits [batch, tokens, vocabulary] out; the embedding is also the head."""

    def __init__(self, config: Config):
        super().__init__()
        self.config = config
        self.embedding = nn.Embedding(config.vocabulary, config.width)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = RMSNorm(config.width, config.norm_epsilon)
        cos, sin = rope_table(config)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        self.apply(self._initialize)

    def _initialize(self, module: nn.Module) -> None:
        if isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=0.02)
        elif isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=0.5 * module.in_features**-0.5)

    def hidden(self, ids: Tensor) -> Tensor:
        x = self.embedding(ids)
        for block in self.blocks:
            x = block(x, self.cos, self.sin)
        return self.norm(x)

    def forward(self, ids: Tensor) -> Tensor:
        return F.linear(self.hidden(ids), self.embedding.weight)
