"""Weights in 4-bit blocks: 32 neighbors in a row share a scale, each is a whole number from -8 to 7 times it."""

import torch
from torch import Tensor, nn
from torch.nn.utils import parametrize

BLOCK = 32


def quantize(weight: Tensor) -> tuple[Tensor, Tensor]:
    """Whole numbers [rows, columns] from -8 to 7 and half-precision scales [rows, columns / 32].

    The weight of largest magnitude in a block becomes -8, so that all sixteen levels are in use.
    """
    blocks = weight.float().unflatten(-1, (-1, BLOCK))
    extreme = blocks.gather(-1, blocks.abs().argmax(-1, keepdim=True))
    scale = (extreme / -8).half()
    safe = torch.where(scale == 0, torch.ones_like(scale), scale).float()
    whole = (blocks / safe).round().clamp(-8, 7)
    return whole.flatten(-2).to(torch.int8), scale.squeeze(-1)


def dequantize(whole: Tensor, scale: Tensor) -> Tensor:
    """Float32 weights [rows, columns]."""
    return (whole.float().unflatten(-1, (-1, BLOCK)) * scale.float().unsqueeze(-1)).flatten(-2)


class FakeQuantize(nn.Module):
    """Rounds in the forward pass; the gradient passes through as if it had not (straight-through estimator)."""

    def forward(self, weight: Tensor) -> Tensor:
        with torch.no_grad():
            rounded = dequantize(*quantize(weight))
        return weight + (rounded - weight).detach()


def matrices(model: nn.Module) -> list[nn.Module]:
    """The modules whose weights are stored in blocks: every matrix, the embedding included."""
    return [module for module in model.modules() if isinstance(module, (nn.Linear, nn.Embedding))]


def quantize_while_training(model: nn.Module) -> None:
    """From now on every matrix is rounded where it is used; its full-precision weights go on being trained."""
    for module in matrices(model):
        parametrize.register_parametrization(module, "weight", FakeQuantize())
