"""Muon (Jordan et al. 2024) for the matrices of the blocks: momentum, made orthogonal by Newton-Schulz."""

import torch
from torch import Tensor


def orthogonalize(matrices: Tensor, steps: int = 5) -> Tensor:
    """Approximately U V^T of each matrix's singular value decomposition. matrices: [n, rows, columns]."""
    x = matrices.bfloat16()
    wide = x if x.size(-2) <= x.size(-1) else x.mT
    wide = wide / (wide.norm(dim=(-2, -1), keepdim=True) + 1e-7)
    for _ in range(steps):
        gram = wide @ wide.mT
        wide = 3.4445 * wide + (-4.7750 * gram + 2.0315 * gram @ gram) @ wide
    return (wide if x.size(-2) <= x.size(-1) else wide.mT).to(matrices.dtype)


class Muon(torch.optim.Optimizer):
    def __init__(self, parameters, lr: float, momentum: float = 0.95, weight_decay: float = 0.0):
        super().__init__(list(parameters), {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self) -> None:
        for group in self.param_groups:
            for shape in {p.shape for p in group["params"]}:
                self._step_shape([p for p in group["params"] if p.shape == shape], group)

    def _step_shape(self, parameters: list[Tensor], group: dict) -> None:
        updates = []
        for p in parameters:
            buffer = self.state[p].setdefault("momentum", torch.zeros_like(p))
            buffer.lerp_(p.grad, 1 - group["momentum"])
            updates.append(p.grad.lerp(buffer, group["momentum"]))
        scale = 0.2 * max(parameters[0].shape) ** 0.5
        for p, update in zip(parameters, orthogonalize(torch.stack(updates))):
            p.mul_(1 - group["lr"] * group["weight_decay"]).add_(update, alpha=-group["lr"] * scale)
