"""What the model card says of a run: sizes, corpus, log, and what 4-bit blocks cost."""

import dataclasses
import json
from pathlib import Path

from tokenizers import Tokenizer

from data import load
from model import Config, ParcelGPT
from train import MIXTURE, evaluate

VALIDATION_TOKENS = 12_000


def read_log(run: Path) -> list[dict]:
    """The run's log; where it was resumed, the later of two entries of a step counts."""
    entries = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    return sorted({entry["step"]: entry for entry in entries}.values(), key=lambda entry: entry["step"])


def make_card(model: ParcelGPT, rounded: ParcelGPT, run: Path, data: Path, files: dict[str, int]) -> dict:
    tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
    read = lambda source, split: load(data / f"{source}.{split}.txt", tokenizer, Config().context)
    report = json.loads((data / "report.json").read_text())
    loss = lambda network, source: evaluate(network, read(source, "validation"), VALIDATION_TOKENS)
    return {
        "parameters": sum(p.numel() for p in model.parameters()),
        "config": {k: v for k, v in lib_names(dataclasses.asdict(model.config)).items()},
        "files": files,
        "corpusTokens": {s: sum(len(d) - 1 for d in read(s, "train")) for s in MIXTURE},
        "documents": report["documents"],
        "sources": report["sources"],
        "baselines": optional(data / "baselines.json"),
        "overlap": optional(data / "overlap.json"),
        "quantization": {s: loss(rounded, s) - loss(model, s) for s in MIXTURE},
        "notes": (run / "notes.txt").read_text().strip() if (run / "notes.txt").exists() else "",
        "log": read_log(run),
    }


def optional(path: Path) -> dict:
    return json.loads(path.read_text()) if path.exists() else {}


def lib_names(config: dict) -> dict:
    """The configuration in the words of lib/transformer/config.ts."""
    words = {"feed_forward": "feedForward", "rope_base": "ropeBase", "norm_epsilon": "normEpsilon"}
    return {words.get(name, name): value for name, value in config.items()}
