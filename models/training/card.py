"""What the model card says of a run: sizes, corpus, log, and what 4-bit blocks cost."""

import dataclasses
import json
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn

from data import load
from other_models import HIDDEN, ParcelBERT, ParcelGRU
from train import MIXTURE, MIXTURES, MODELS, SEED, evaluate

VALIDATION_TOKENS = 12_000


def read_log(run: Path) -> list[dict]:
    """The run's log; where it was resumed, the later of two entries of a step counts."""
    entries = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    return sorted({entry["step"]: entry for entry in entries}.values(), key=lambda entry: entry["step"])


def make_card(model: nn.Module, rounded: nn.Module, run: Path, data: Path, files: dict[str, int]) -> dict:
    tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
    read = lambda source, split: load(data / f"{source}.{split}.txt", tokenizer, model.config.context)
    report = json.loads((data / "report.json").read_text())
    return {
        "parameters": sum(p.numel() for p in model.parameters()),
        "config": stored_config(model),
        "files": files,
        "corpusTokens": {s: sum(len(d) - 1 for d in read(s, "train")) for s in MIXTURE},
        "mixture": shares(model),
        "documents": report["documents"],
        "sources": report["sources"],
        "baselines": optional(data / "baselines.json"),
        "overlap": optional(data / "overlap.json"),
        "quantization": {s: cost_of_rounding(model, rounded, read(s, "validation")) for s in MIXTURE},
        "notes": (run / "notes.txt").read_text().strip() if (run / "notes.txt").exists() else "",
        "log": read_log(run),
    }


def shares(model: nn.Module) -> dict[str, float]:
    """Of the tokens of a step outside the lessons, each source's share."""
    usual, _ = MIXTURES[next(name for name, kind in MODELS.items() if type(model) is kind)]
    tokens = {source: batches * size for source, (batches, size) in usual.items()}
    return {source: n / sum(tokens.values()) for source, n in tokens.items()}


def cost_of_rounding(model: nn.Module, rounded: nn.Module, documents: list[np.ndarray]) -> float:
    """Nats per token that the rounded model loses."""
    losses = []
    for network in (model, rounded):
        # A masked model's loss hides tokens at random: both are to see the same ones.
        torch.manual_seed(SEED)
        losses.append(evaluate(network, documents, VALIDATION_TOKENS))
    return losses[1] - losses[0]


def optional(path: Path) -> dict:
    return json.loads(path.read_text()) if path.exists() else {}


def stored_config(model: nn.Module) -> dict:
    """The configuration in the words of lib/transformer/config.ts and lib/recurrent/weights.ts."""
    config = model.config
    if isinstance(model, ParcelGRU):
        sizes = {"layers": len(model.blocks), "width": config.width, "hidden": HIDDEN}
        return {"kind": "gru", "vocabulary": config.vocabulary, "context": config.context, **sizes,
                "normEpsilon": config.norm_epsilon}
    words = {"feed_forward": "feedForward", "rope_base": "ropeBase", "norm_epsilon": "normEpsilon"}
    kind = {"kind": "bert"} if isinstance(model, ParcelBERT) else {}
    return {**kind, **{words.get(name, name): value for name, value in dataclasses.asdict(config).items()}}
