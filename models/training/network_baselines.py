"""Other networks beside parcel-gpt: a neural n-gram trained here, and SmolLM2-135M-Instruct as it is.

    python models/training/network_baselines.py DATA DATA/baselines.json [--smollm2 FOLDER] [--minutes 3]

Adds `neural_ngram` and `smollm2` to the rows that baselines.py wrote: bits per byte on the same test texts. FOLDER holds
tokenizer.json and onnx/model_q4.onnx of SmolLM2. It reads each text after its own `<|endoftext|>` and predicts no end, so
that it is asked for a little less than the others; its training text is unknown.
"""

import argparse
import json
import math
import time
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import Tensor, nn

from baselines import CONTEXT, TEST_BYTES, TRAINING, first_bytes
from data import BEGIN, END, SEPARATOR, load

BEFORE, EMBEDDING, HIDDEN, VOCABULARY = 5, 64, 256, 4096
BATCH, RATE, SEED = 2048, 0.002, 20261124


class NeuralNgram(nn.Module):
    """Bengio et al. 2003: the embeddings of the last tokens side by side, one hidden layer, a score for every token."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(VOCABULARY, EMBEDDING)
        self.hidden = nn.Linear(BEFORE * EMBEDDING, HIDDEN)
        self.output = nn.Linear(HIDDEN, VOCABULARY)

    def forward(self, contexts: Tensor) -> Tensor:
        return self.output(torch.tanh(self.hidden(self.embedding(contexts).flatten(1))))


def windows(documents: list[np.ndarray]) -> tuple[Tensor, Tensor]:
    """Every token with the five before it; begin tokens stand before a document."""
    pad = np.full(BEFORE - 1, BEGIN, np.int64)
    rows = [np.lib.stride_tricks.sliding_window_view(np.concatenate([pad, d]), BEFORE + 1) for d in documents]
    stacked = torch.from_numpy(np.concatenate(rows).astype(np.int64))
    return stacked[:, :BEFORE], stacked[:, BEFORE]


def train_neural_ngram(documents: list[np.ndarray], seconds: float) -> NeuralNgram:
    torch.manual_seed(SEED)
    model = NeuralNgram()
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE)
    contexts, targets = windows(documents)
    began = time.monotonic()
    while (progress := (time.monotonic() - began) / seconds) < 1:
        optimizer.param_groups[0]["lr"] = RATE * min(1.0, 2 * (1 - progress) + 0.02)
        batch = torch.randint(len(targets), (BATCH,))
        F.cross_entropy(model(contexts[batch]), targets[batch]).backward()
        optimizer.step()
        optimizer.zero_grad()
    return model


@torch.no_grad()
def neural_ngram_bits(model: NeuralNgram, texts: list[str], tokenizer: Tokenizer) -> float:
    documents = [np.array([BEGIN, *tokenizer.encode(t, add_special_tokens=False).ids, END][:CONTEXT]) for t in texts]
    contexts, targets = windows(documents)
    return F.cross_entropy(model(contexts), targets, reduction="sum").item() / math.log(2)


def smollm2_bits(folder: Path, texts: list[str]) -> float:
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    session = onnxruntime.InferenceSession(str(folder / "onnx" / "model_q4.onnx"), providers=["CPUExecutionProvider"])
    past = {i.name: np.zeros([1, i.shape[1], 0, i.shape[3]], np.float32) for i in session.get_inputs() if "past" in i.name}
    inputs = {i.name for i in session.get_inputs()}
    nats = 0.0
    for text in texts:
        ids = np.array([[0, *tokenizer.encode(text, add_special_tokens=False).ids]], np.int64)
        ones, positions = np.ones_like(ids), np.arange(ids.shape[1])[None]
        kept = {"num_logits_to_keep": np.array(ids.shape[1], np.int64)}
        given = {"input_ids": ids, "attention_mask": ones, "position_ids": positions, **kept, **past}
        (logits,) = session.run(["logits"], {name: value for name, value in given.items() if name in inputs})
        chances = torch.from_numpy(logits[0, :-1]).log_softmax(-1)
        nats -= chances.gather(1, torch.from_numpy(ids[0, 1:, None])).sum().item()
    return nats / math.log(2)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("rows", type=Path)
    parser.add_argument("--smollm2", type=Path)
    parser.add_argument("--minutes", type=float, default=3)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(arguments.data / "tokenizer.json"))
    rows = json.loads(arguments.rows.read_text())
    networks: dict[tuple[str, ...], NeuralNgram] = {}
    for source, halves in TRAINING.items():
        if halves not in networks:
            training = [d for half in halves for d in load(arguments.data / f"{half}.train.txt", tokenizer, CONTEXT)]
            networks[halves] = train_neural_ngram(training, 60 * arguments.minutes)
        test = (arguments.data / f"{source}.test.txt").read_text("utf-8").split(SEPARATOR)
        texts = first_bytes(test, TEST_BYTES[source])
        rows[source]["neural_ngram"] = neural_ngram_bits(networks[halves], texts, tokenizer) / rows[source]["bytes"]
        if arguments.smollm2:
            rows[source]["smollm2"] = smollm2_bits(arguments.smollm2, texts) / rows[source]["bytes"]
        print(source, rows[source], flush=True)
    arguments.rows.write_text(json.dumps(rows, indent=2) + "\n")


if __name__ == "__main__":
    main()
