"""Where the embeddings of numbers start: on circles of several periods, as in Fourier number embeddings (Zhou et al. 2025).

Equal steps are then equal turns, so that a rule of arithmetic is near at hand; everything after the start is learned.
"""

import math

import torch
from tokenizers import Tokenizer
from torch import nn

LARGEST = 50
PERIODS = (2, 4, 5, 8, 10, 16, 25, 50, 100)
NORM, RANDOM_SHARE = 0.32, 0.3


def number_features() -> torch.Tensor:
    """[51, 19]: the number itself, then a cosine and a sine of each period."""
    n = torch.arange(LARGEST + 1, dtype=torch.float32)
    turns = [2 * math.pi * n / period for period in PERIODS]
    return torch.stack([n / (LARGEST / 2) - 1, *(f(turn) for turn in turns for f in (torch.cos, torch.sin))], dim=1)


@torch.no_grad()
def place_numbers(embedding: nn.Embedding, tokenizer: Tokenizer, seed: int = 3) -> None:
    """Sets the rows of 0 to 50, with a space before them and without, and leaves a share of what was there."""
    features = number_features()
    generator = torch.Generator().manual_seed(seed)
    directions, _ = torch.linalg.qr(torch.randn(embedding.embedding_dim, features.size(1), generator=generator))
    rows = features @ directions.T
    rows *= NORM / rows.norm(dim=1, keepdim=True)
    for n, row in enumerate(rows):
        for space in (" ", ""):
            (token,) = tokenizer.encode(f"{space}{n}").ids
            embedding.weight[token] = row + RANDOM_SHARE * embedding.weight[token]
