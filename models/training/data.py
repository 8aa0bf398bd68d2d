"""Documents as token ids, in batches of similar length, so that no document sees another one."""

from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

BEGIN, END, IGNORE = 0, 1, -100
ROUNDING = 8
SEPARATOR = "\n<|endoftext|>\n"


def encode_documents(path: Path, tokenizer: Tokenizer, context: int) -> list[np.ndarray]:
    """Each document as begin, its tokens, end; cut at the context."""
    texts = path.read_text(encoding="utf-8").split(SEPARATOR)
    documents = []
    for first in range(0, len(texts), 10_000):
        for encoding in tokenizer.encode_batch(texts[first : first + 10_000], add_special_tokens=False):
            documents.append(np.array([BEGIN, *encoding.ids, END][:context], dtype=np.int16))
    return documents


def load(path: Path, tokenizer: Tokenizer, context: int) -> list[np.ndarray]:
    """encode_documents with a cache beside the text."""
    cache = path.with_suffix(".npz")
    if not cache.exists():
        documents = encode_documents(path, tokenizer, context)
        np.savez(cache, ids=np.concatenate(documents), lengths=[len(d) for d in documents])
    stored = np.load(cache)
    return np.split(stored["ids"], np.cumsum(stored["lengths"])[:-1])


def padded(length: int) -> int:
    """The length that rows of this many inputs are padded to: few different shapes, so that kernels are made once."""
    return -(-length // ROUNDING) * ROUNDING


def batches(documents: list[np.ndarray], tokens: int, rng: np.random.Generator) -> list[list[int]]:
    """One epoch: indices of documents of similar length, as many as fill `tokens` inputs with their padding."""
    lengths = np.array([len(d) - 1 for d in documents])
    order = np.argsort(lengths + rng.uniform(0, 4, len(lengths)), kind="stable")[::-1]
    result: list[list[int]] = []
    rows = 0
    for index in order:
        if rows == 0:
            result.append([])
            rows = max(1, tokens // padded(int(lengths[index]) + 4))
        result[-1].append(int(index))
        rows -= 1
    rng.shuffle(result)
    return result


def collate(documents: list[np.ndarray], batch: list[int], tokens: int) -> tuple[Tensor, Tensor]:
    """Inputs and targets [rows, inputs] of `tokens` or a little less; padding is ignored by the loss."""
    longest = padded(max(len(documents[i]) for i in batch) - 1)
    rows = max(len(batch), tokens // longest)
    inputs = torch.full((rows, longest), END, dtype=torch.long)
    targets = torch.full((rows, longest), IGNORE, dtype=torch.long)
    for row, index in enumerate(batch):
        ids = torch.from_numpy(documents[index].astype(np.int64))
        inputs[row, : len(ids) - 1] = ids[:-1]
        targets[row, : len(ids) - 1] = ids[1:]
    return inputs, targets


class Stream:
    """Batches of one source, epoch after epoch; its place is two numbers, so that it can be resumed."""

    def __init__(self, documents: list[np.ndarray], tokens: int, seed: int):
        self.documents, self.tokens, self.seed = documents, tokens, seed
        self.resume(0, 0)

    def resume(self, epoch: int, position: int) -> None:
        self.epoch, self.position = epoch, position
        self.order = batches(self.documents, self.tokens, np.random.default_rng([self.seed, epoch]))

    def next(self) -> tuple[Tensor, Tensor]:
        if self.position == len(self.order):
            self.resume(self.epoch + 1, 0)
        self.position += 1
        return collate(self.documents, self.order[self.position - 1], self.tokens)
