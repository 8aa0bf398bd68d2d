"""Trains parcel-gpt, parcel-gru or parcel-bert.

    python models/training/train.py DATA OUT [--minutes 110] [--processes 2] [--model parcel-gpt]

DATA holds the corpus (models/corpus/build.ts) and tokenizer.json (tokenizer.py). OUT receives checkpoint.pt every few
minutes, before_cool_down.pt, before_quantization.pt and log.jsonl. Started again, it goes on where the last checkpoint
ended; a longer run can go on from before_cool_down.pt (copy it to checkpoint.pt and name more minutes).

The schedule is one of time, so that a run ends when it should on a machine that does other work too: the learning rate
falls over the last part of the minutes, and in the last of them the weights are rounded to 4 bits.

Processes of one thread each read different documents and add up their gradients: on two cores that is half again as
fast as one process of two threads, and neither waits for the other within a step.
"""

import argparse
import json
import os
import signal
import time
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
import torch.multiprocessing as mp
import torch.nn.functional as F
from tokenizers import Tokenizer
from torch import nn
from torch.nn.utils.parametrize import cached

from data import IGNORE, Stream, batches, collate, load
from model import Config, ParcelGPT
from number_line import place_numbers
from optimizer import Muon
from other_models import ParcelBERT, ParcelGRU, masked_loss
from quantize import quantize_while_training

SEED = 20261124
MODELS = {"parcel-gpt": ParcelGPT, "parcel-gru": ParcelGRU, "parcel-bert": ParcelBERT}
# What one step reads of each source: how many batches of how many tokens, shared out among the processes. Batches hold documents of one length, so
# several small ones are a fairer sample than a large one. Of the books' many short documents there are few: which text a document is from, a model
# finds out at its first word, and pays for every other one that it might have been.
MIXTURE = {"parcel": (6, 1024), "everyday": (2, 768), "books": (2, 512)}
# What a step reads during the lessons in numbers: a rule that is asked for once in thirty tokens is not found.
LESSONS = {"lessons": (4, 1024), "everyday": (2, 768)}
# The recurrent model works through a batch position by position, so few wide batches are faster than many narrow ones.
RECURRENT = {"parcel": (2, 3072), "everyday": (2, 768), "books": (2, 512)}
RECURRENT_LESSONS = {"lessons": (2, 2048), "everyday": (2, 768)}
MIXTURES = {"parcel-gpt": (MIXTURE, LESSONS), "parcel-gru": (RECURRENT, RECURRENT_LESSONS), "parcel-bert": (MIXTURE, LESSONS)}
MINUTES = 110
LESSONS_FROM, LESSONS_UNTIL = 0.03, 0.15
WARM_UP, COOL_DOWN_FROM, QUANTIZED_FROM = 60, 0.65, 0.85
MUON_RATE, ADAM_RATE, WEIGHT_DECAY, EMBEDDING_DECAY = 0.012, 0.006, 0.05, 0.1
CHECKPOINT_SECONDS, LOG_STEPS, EVALUATION_STEPS, EVALUATION_TOKENS = 180, 20, 200, 1024
# Share of those rates. A long run does better with less than what is best for ten minutes, and a state that is fed back
# a hundred times does not bear them at all.
PEAK = 0.4
# Memory of large results is kept for the next step: asking the system for it again and again costs a tenth of the time.
KEEP_MEMORY = {"MALLOC_MMAP_THRESHOLD_": 2**32, "MALLOC_TRIM_THRESHOLD_": 2**33, "MALLOC_TOP_PAD_": 2**28}
# A step that takes longer was stopped from outside: a pause is not part of the schedule.
LONGEST_STEP_SECONDS = 10


def rate(step: int, progress: float) -> float:
    """Share of the peak rate: linear up, constant, linear down to a fiftieth. `progress` goes from 0 to 1."""
    down = (1 - progress) / (1 - COOL_DOWN_FROM)
    return min(1.0, (step + 1) / WARM_UP, max(0.02, down))


def loss_of(model: nn.Module, inputs: torch.Tensor, targets: torch.Tensor, reduction: str = "mean") -> torch.Tensor:
    """Cross-entropy in nats over the targets that are not padding."""
    if isinstance(model, ParcelBERT):
        return masked_loss(model, inputs, targets, reduction)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(inputs)
    return F.cross_entropy(logits.float().flatten(0, 1), targets.flatten(), ignore_index=IGNORE, reduction=reduction)


@torch.no_grad()
def evaluate(model: nn.Module, documents: list[np.ndarray], limit: int = 30_000) -> float:
    """Mean loss in nats per token over about `limit` tokens."""
    total, count = 0.0, 0
    for batch in batches(documents, EVALUATION_TOKENS, np.random.default_rng(0)):
        inputs, targets = collate(documents, batch, EVALUATION_TOKENS)
        total += loss_of(model, inputs, targets, "sum").item()
        count += int((targets != IGNORE).sum())
        if count > limit:
            break
    return total / count


class Run:
    """A training run and all that its checkpoint holds."""

    def __init__(self, arguments: argparse.Namespace, rank: int):
        data, out, minutes, processes = arguments.data, arguments.out, arguments.minutes, arguments.processes
        self.lessons = tuple(arguments.lessons)
        self.rank, self.processes = rank, processes
        self.out, self.budget, self.step, self.tokens = out, 60 * minutes, 0, 0
        self.seconds, self.progress, self.quantized, self.cooling = 0.0, 0.0, False, False
        self.usual, self.taught = MIXTURES[arguments.model]
        config = Config()
        tokenizer = Tokenizer.from_file(str(data / "tokenizer.json"))
        read = lambda source, split: load(data / f"{source}.{split}.txt", tokenizer, config.context)
        self.streams = {
            s: Stream(read(s, "train")[rank::processes], n, SEED + i)
            for i, (s, (_, n)) in enumerate({**self.usual, **self.taught}.items())
        }
        self.validation = {source: read(source, "validation") for source in MIXTURE}
        self.model = MODELS[arguments.model](config)
        blocks = [p for p in self.model.parameters() if p.ndim == 2 and p is not self.model.embedding.weight]
        others = [p for p in self.model.parameters() if not any(p is b for b in blocks)]
        self.muon = Muon(blocks, lr=MUON_RATE, weight_decay=WEIGHT_DECAY)
        place_numbers(self.model.embedding, tokenizer)
        scales, embedding = [p for p in others if p.ndim == 1], [p for p in others if p.ndim > 1]
        groups = [{"params": scales, "weight_decay": 0.0}, {"params": embedding, "weight_decay": EMBEDDING_DECAY}]
        self.adam = torch.optim.AdamW(groups, lr=ADAM_RATE, betas=(0.9, 0.95))
        self.clear_running()

    def clear_running(self) -> None:
        self.running = {source: np.zeros(2) for source in self.streams}

    def save(self, name: str) -> None:
        if self.rank != 0:
            return
        state = {
            "model": self.model.state_dict(), "muon": self.muon.state_dict(), "adam": self.adam.state_dict(),
            "step": self.step, "tokens": self.tokens, "seconds": self.seconds, "quantized": self.quantized,
            "streams": {source: (s.epoch, s.position) for source, s in self.streams.items()},
        }
        torch.save(state, self.out / f"{name}.tmp")
        (self.out / f"{name}.tmp").rename(self.out / f"{name}.pt")

    def resume(self) -> None:
        saved = torch.load(self.out / "checkpoint.pt", weights_only=True)
        if saved["quantized"]:
            self.begin_quantized()
        self.model.load_state_dict(saved["model"])
        self.muon.load_state_dict(saved["muon"])
        self.adam.load_state_dict(saved["adam"])
        self.step, self.tokens, self.seconds = saved["step"], saved["tokens"], saved["seconds"]
        self.progress = self.seconds / self.budget
        self.cooling = self.progress >= COOL_DOWN_FROM
        for source, (epoch, position) in saved["streams"].items():
            self.streams[source].resume(epoch, position)

    def begin_quantized(self) -> None:
        quantize_while_training(self.model)
        self.quantized = True

    def learn(self) -> None:
        """One step; every token has the same weight in its loss."""
        for optimizer, peak in ((self.muon, MUON_RATE), (self.adam, ADAM_RATE)):
            for group in optimizer.param_groups:
                group["lr"] = PEAK * peak * rate(self.step, self.progress)
        parts = self.taught if self.lessons[0] <= self.progress < self.lessons[1] else self.usual
        step_tokens = sum(count * tokens for count, tokens in parts.values())
        with cached():
            for source, (count, _) in parts.items():
                for _ in range(count // self.processes):
                    inputs, targets = self.streams[source].next()
                    loss = loss_of(self.model, inputs, targets, "sum")
                    (loss / step_tokens).backward(retain_graph=self.quantized)
                    count_scored = int((targets != IGNORE).sum())
                    self.running[source] += (loss.item(), count_scored)
                    self.tokens += count_scored
        self.add_up()
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        for optimizer in (self.muon, self.adam):
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
        self.step += 1

    def add_up(self) -> None:
        """Sums the gradients of all processes, so that each makes the same step; the first one's clock is everyone's."""
        gradients = [p.grad for p in self.model.parameters()]
        progress = torch.tensor([self.seconds / self.budget if self.rank == 0 else 0.0])
        flat = torch.cat([*(g.flatten() for g in gradients), progress])
        dist.all_reduce(flat)
        self.progress = float(flat[-1])
        for gradient, summed in zip(gradients, flat[:-1].split([g.numel() for g in gradients])):
            gradient.copy_(summed.view_as(gradient))

    def log(self) -> None:
        running = torch.tensor(np.array([*self.running.values()]))
        dist.all_reduce(running)
        self.running = dict(zip(self.streams, running.tolist()))
        if self.rank == 0:
            self.write_log()
        self.clear_running()

    def write_log(self) -> None:
        entry = {
            "step": self.step, "seconds": round(self.seconds, 1), "rate": round(rate(self.step, self.progress), 4),
            "tokens": self.tokens * self.processes, "train": {source: round(total / count, 4) for source, (total, count) in self.running.items() if count},
        }
        if self.step % EVALUATION_STEPS == 0 or self.progress >= 1:
            entry["validation"] = {source: round(evaluate(self.model, d), 4) for source, d in self.validation.items()}
        with (self.out / "log.jsonl").open("a") as log:
            log.write(json.dumps(entry) + "\n")

    def go(self) -> None:
        last_save = time.monotonic()
        while self.progress < 1:
            if self.progress >= COOL_DOWN_FROM and not self.cooling:
                self.cooling = True
                self.save("before_cool_down")
            if self.progress >= QUANTIZED_FROM and not self.quantized:
                self.save("before_quantization")
                self.begin_quantized()
            began = time.monotonic()
            self.learn()
            self.seconds += min(time.monotonic() - began, LONGEST_STEP_SECONDS)
            if self.step % LOG_STEPS == 0 or self.progress >= 1:
                self.log()
            if time.monotonic() - last_save > CHECKPOINT_SECONDS or self.progress >= 1:
                self.save("checkpoint")
                last_save = time.monotonic()


def work(rank: int, arguments: argparse.Namespace) -> None:
    """One process of the run."""
    # This signal tells of the end of the process that started this one, and a run in the background would ignore it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    store = dist.FileStore(str(arguments.out / "processes"), arguments.processes)
    dist.init_process_group("gloo", store=store, rank=rank, world_size=arguments.processes)
    run = Run(arguments, rank)
    if (arguments.out / "checkpoint.pt").exists():
        run.resume()
    run.go()
    dist.destroy_process_group()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--model", choices=MODELS, default="parcel-gpt")
    parser.add_argument("--lessons", type=float, nargs=2, default=(LESSONS_FROM, LESSONS_UNTIL), help="shares of the minutes")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "processes").unlink(missing_ok=True)
    tokenizer = Tokenizer.from_file(str(arguments.data / "tokenizer.json"))
    for source in {**MIXTURE, **LESSONS}:
        load(arguments.data / f"{source}.train.txt", tokenizer, Config().context)
    os.environ.update({name: str(size) for name, size in KEEP_MEMORY.items()})
    mp.spawn(work, (arguments,), nprocs=arguments.processes)


if __name__ == "__main__":
    main()
