"""Counts beside the networks: bits per byte of n-gram models over the same tokens and split, and of xz.

    python models/training/baselines.py DATA OUT.json

Interpolated Kneser-Ney smoothing with one discount an order, D = n1 / (n1 + 2 n2) (Kneser and Ney 1995, Chen and Goodman
1999), trained on the half of the corpus that the test text comes from: that is where counts do best. Order 1 is the
unigram model, mixed with the uniform one; order 0 is the uniform one.
"""

import json
import lzma
import sys
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from data import BEGIN, SEPARATOR, load

BITS, VOCABULARY, CONTEXT = 12, 4096, 512
ORDERS = (1, 2, 3, 5)
TRAINING = {"parcel": ("parcel",), "everyday": ("everyday", "books"), "books": ("everyday", "books")}
# Bytes of the test texts that models/check scores.
TEST_BYTES = {"parcel": 24_000, "everyday": 12_000, "books": 10_000}


def padded(documents: list[np.ndarray], order: int) -> np.ndarray:
    """All documents in one row, each with order - 1 begin tokens in front of its own."""
    pad = np.full(max(0, order - 2), BEGIN, np.int64)
    return np.concatenate([np.concatenate([pad, d.astype(np.int64)]) for d in documents])


def keys(row: np.ndarray, order: int) -> np.ndarray:
    """Each run of `order` tokens as one number."""
    result = np.zeros(len(row) - order + 1, np.int64)
    for i in range(order):
        result = result << BITS | row[i : len(row) - order + 1 + i]
    return result


def grams(documents: list[np.ndarray], order: int, most: int) -> np.ndarray:
    """The n-grams of a text that end in a token to predict: not in a begin token."""
    row = padded(documents, most)
    found = keys(row, order)
    return found[(found & VOCABULARY - 1) != BEGIN]


class Counts:
    """One order of the model: discounted counts of n-grams, and what each context gives away."""

    def __init__(self, found: np.ndarray, counts: np.ndarray):
        self.keys, self.counts = found, counts.astype(np.float64)
        once, twice = (counts == 1).sum(), (counts == 2).sum()
        self.discount = once / (once + 2 * twice) if once + twice > 0 else 0.0
        self.contexts, index = np.unique(found >> BITS, return_inverse=True)
        self.totals = np.bincount(index, self.counts)
        self.kinds = np.bincount(index).astype(np.float64)


def train(documents: list[np.ndarray], order: int) -> list[Counts]:
    """Orders 1 to `order`: real counts at the top, below it the number of different tokens that precede."""
    found, counts = np.unique(grams(documents, order, order), return_counts=True)
    models = [Counts(found, counts)]
    for lower in range(order - 1, 0, -1):
        found, counts = np.unique(found & (1 << BITS * lower) - 1, return_counts=True)
        models.insert(0, Counts(found, counts))
    return models


def look_up(table: np.ndarray, values: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    at = np.minimum(np.searchsorted(table, wanted), len(table) - 1)
    return np.where(table[at] == wanted, values[at], 0.0)


def probabilities(models: list[Counts], wanted: np.ndarray) -> np.ndarray:
    """Of each n-gram's last token given those before it."""
    chance = np.full(len(wanted), 1.0 / VOCABULARY)
    for order, model in enumerate(models, 1):
        key = wanted & (1 << BITS * order) - 1
        total = look_up(model.contexts, model.totals, key >> BITS)
        kinds = look_up(model.contexts, model.kinds, key >> BITS)
        count = look_up(model.keys, model.counts, key)
        seen = np.maximum(total, 1e-9)
        mixed = (np.maximum(count - model.discount, 0) + model.discount * kinds * chance) / seen
        chance = np.where(total > 0, mixed, chance)
    return chance


def first_bytes(texts: list[str], most: int) -> list[str]:
    taken, held = [], 0
    for text in texts:
        if held >= most:
            break
        taken.append(text)
        held += len(text)
    return taken


def main() -> None:
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
    results: dict[str, dict[str, float]] = {}
    for source, halves in TRAINING.items():
        training = [d for half in halves for d in load(data / f"{half}.train.txt", tokenizer, CONTEXT)]
        texts = first_bytes((data / f"{source}.test.txt").read_text("utf-8").split(SEPARATOR), TEST_BYTES[source])
        test = [np.array([BEGIN, *tokenizer.encode(t, add_special_tokens=False).ids, 1], np.int64)[:CONTEXT] for t in texts]
        size = sum(len(t.encode()) for t in texts)
        tokens = sum(len(d) - 1 for d in test)
        rows = {"bytes": size, "tokens": tokens, "uniform": tokens * 12 / size}
        for order in ORDERS:
            chances = probabilities(train(training, order), grams(test, order, order))
            rows[f"order_{order}"] = float(-np.log2(chances).sum() / size)
        rows["xz"] = 8 * len(lzma.compress(SEPARATOR.join(texts).encode(), preset=9 | lzma.PRESET_EXTREME)) / size
        results[source] = rows
        print(source, rows, flush=True)
    out.write_text(json.dumps(results, indent=2) + "\n")


if __name__ == "__main__":
    main()
