"""Trains parcel-gpt.

    python models/training/train.py DATA OUT [--hours 3] [--threads 2]

DATA holds the corpus (models/corpus/build.ts) and tokenizer.json. OUT receives checkpoint.pt every few minutes and
log.jsonl; started again, it goes on where the last checkpoint ended.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer

from data import IGNORE, batches, collate, load
from model import Config, ParcelGPT
from optimizer import Muon

SEED = 20261124
HALVES = ("parcel", "english")
TOKENS_PER_HALF = 6144
TOTAL_STEPS = 4200
WARM_UP, COOL_DOWN = 60, 0.35
MUON_RATE, ADAM_RATE, WEIGHT_DECAY = 0.012, 0.006, 0.05
CHECKPOINT_SECONDS = 180


def rate(step: int) -> float:
    """Share of the peak rate: linear up, constant, linear down to a hundredth over the last part."""
    down = (TOTAL_STEPS - step) / (COOL_DOWN * TOTAL_STEPS)
    return min(1.0, (step + 1) / WARM_UP, max(0.01, down))


def loss_of(model: ParcelGPT, inputs: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    with torch.autocast("cpu", dtype=torch.bfloat16):
        keep = targets.reshape(-1) != IGNORE
        hidden = model.hidden(inputs).reshape(-1, model.config.width)[keep]
        logits = F.linear(hidden, model.embedding.weight)
    return F.cross_entropy(logits.float(), targets.reshape(-1)[keep], reduction=reduction)


@torch.no_grad()
def evaluate(model: ParcelGPT, documents: list[np.ndarray], limit: int = 60_000) -> float:
    """Mean loss in nats per token over about `limit` tokens."""
    total, count = 0.0, 0
    for batch in batches(documents, 8192, np.random.default_rng(0)):
        inputs, targets = collate(documents, batch)
        total += loss_of(model, inputs, targets, "sum").item()
        count += int((targets != IGNORE).sum())
        if count > limit:
            break
    return total / count


class Stream:
    """Batches of one half of the corpus, epoch after epoch; its position is two numbers, so it can be resumed."""

    def __init__(self, documents: list[np.ndarray], seed: int):
        self.documents, self.seed, self.epoch, self.position = documents, seed, 0, 0
        self._shuffle()

    def _shuffle(self) -> None:
        self.order = batches(self.documents, TOKENS_PER_HALF, np.random.default_rng([self.seed, self.epoch]))

    def next(self):
        if self.position == len(self.order):
            self.epoch, self.position = self.epoch + 1, 0
            self._shuffle()
        self.position += 1
        return collate(self.documents, self.order[self.position - 1])

    def resume(self, epoch: int, position: int) -> None:
        self.epoch, self.position = epoch, position
        self._shuffle()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--hours", type=float, default=12)
    parser.add_argument("--threads", type=int, default=2)
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(SEED)
    arguments.out.mkdir(parents=True, exist_ok=True)

    config = Config()
    tokenizer = Tokenizer.from_file(str(arguments.data / "tokenizer.json"))
    read = lambda half, split: load(arguments.data / f"{half}.{split}.txt", tokenizer, config.context)
    streams = [Stream(read(half, "train"), SEED + i) for i, half in enumerate(HALVES)]
    validation = [read(half, "validation") for half in HALVES]

    model = ParcelGPT(config)
    matrices = [p for p in model.blocks.parameters() if p.ndim == 2]
    others = [p for p in model.parameters() if not any(p is m for m in matrices)]
    muon = Muon(matrices, lr=MUON_RATE, weight_decay=WEIGHT_DECAY)
    adam = torch.optim.AdamW(others, lr=ADAM_RATE, betas=(0.9, 0.95), weight_decay=0.0)
    optimizers = [(muon, MUON_RATE), (adam, ADAM_RATE)]

    checkpoint, step, seconds = arguments.out / "checkpoint.pt", 0, 0.0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        model.load_state_dict(saved["model"])
        muon.load_state_dict(saved["muon"])
        adam.load_state_dict(saved["adam"])
        step, seconds = saved["step"], saved["seconds"]
        for stream, (epoch, position) in zip(streams, saved["streams"]):
            stream.resume(epoch, position)

    def save() -> None:
        state = {"model": model.state_dict(), "muon": muon.state_dict(), "adam": adam.state_dict(), "step": step,
                 "seconds": seconds, "streams": [(s.epoch, s.position) for s in streams]}
        torch.save(state, checkpoint.with_suffix(".tmp"))
        checkpoint.with_suffix(".tmp").rename(checkpoint)

    began = last_save = time.monotonic()
    running = np.zeros(2)
    while step < TOTAL_STEPS and time.monotonic() - began < arguments.hours * 3600:
        step_began = time.monotonic()
        for optimizer, peak in optimizers:
            for group in optimizer.param_groups:
                group["lr"] = peak * rate(step)
        for half, stream in enumerate(streams):
            loss = loss_of(model, *stream.next())
            (loss / len(streams)).backward()
            running[half] += loss.item()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        for optimizer, _ in optimizers:
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        step += 1
        seconds += time.monotonic() - step_began
        if step % 50 == 0:
            entry = {"step": step, "seconds": round(seconds, 1), "rate": round(rate(step), 4),
                     "train": dict(zip(HALVES, (running / 50).round(4).tolist()))}
            running[:] = 0
            if step % 250 == 0:
                entry["validation"] = {half: round(evaluate(model, docs), 4) for half, docs in zip(HALVES, validation)}
            with (arguments.out / "log.jsonl").open("a") as log:
                log.write(json.dumps(entry) + "\n")
        if time.monotonic() - last_save > CHECKPOINT_SECONDS:
            save()
            last_save = time.monotonic()
    save()


if __name__ == "__main__":
    main()
