"""Log-probabilities of real texts' tokens by PyTorch in float32: other runtimes have to say the same."""

from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from data import load
from other_models import ParcelBERT
from train import MIXTURE

POSITIONS = 1000
# A masked model reads a whole document anew for each number, so that short ones keep the tests fast.
LONGEST_MASKED = 24


def rounds(data: Path, longest: int, context: int) -> Iterator[list[Tensor]]:
    """One validation document of each source, then the next of each, until the last source runs out."""
    tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
    read = lambda source: load(data / f"{source}.validation.txt", tokenizer, context)
    for documents in zip_longest(*([d for d in read(source) if len(d) <= longest] for source in MIXTURE)):
        yield [torch.from_numpy(document.astype(np.int64)) for document in documents if document is not None]


def chances(logits: Tensor, targets: Tensor) -> list[float]:
    """Log-probability of each row's target."""
    values = logits.log_softmax(-1).gather(1, targets[:, None])[:, 0]
    return [float(f"{value:.8g}") for value in values.tolist()]


def causal_scores(model: nn.Module, ids: Tensor) -> dict[str, list[float]]:
    return {"log_probabilities": chances(model(ids[None, :-1])[0], ids[1:])}


def masked_scores(model: ParcelBERT, ids: Tensor) -> dict[str, list[float]]:
    """Each token but the first, asked for in two ways: with nothing behind it (`next`), and with all the others there."""
    run = lambda rows: model(rows, torch.ones_like(rows, dtype=torch.bool))
    row, place = torch.arange(len(ids) - 1), torch.arange(1, len(ids))
    ends = [torch.cat([ids[:i], torch.tensor([model.mask])]) for i in place]
    holes = ids.repeat(len(row), 1)
    holes[row, place] = model.mask
    last = torch.stack([run(end[None])[0, -1] for end in ends])
    return {"next": chances(last, ids[1:]), "masked": chances(run(holes)[row, place], ids[1:])}


@torch.no_grad()
def agreement(rounded: nn.Module, data: Path, revision: str) -> dict:
    masked, context = isinstance(rounded, ParcelBERT), rounded.config.context
    scores, longest = (masked_scores, LONGEST_MASKED) if masked else (causal_scores, context)
    texts, positions = [], 0
    for documents in rounds(data, longest, context):
        texts += [{"tokens": ids.tolist(), **scores(rounded, ids)} for ids in documents]
        positions += sum(len(ids) - 1 for ids in documents)
        if positions >= POSITIONS:
            break
    origin = f"PyTorch {torch.__version__} float32, models/training/export.py"
    return {"origin": origin, "revision": revision, "texts": texts}
