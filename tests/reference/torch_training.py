"""Writes torch_training.json: what PyTorch's CPU generator draws and what small networks lose while they train.

Run with: pip install torch; python torch_training.py > torch_training.json
"""
import json
import math
import torch
from torch import nn

torch.set_num_threads(1)

SENTENCES = [
    "the parcel left the regional hub on monday morning",
    "the package left the local warehouse on tuesday evening",
    "an order left the regional warehouse late on friday",
    "the carrier scanned the parcel at the local hub",
    "a courier delivered the package to the customer at noon today",
    "the customer returned the order to the local warehouse on monday",
]
ACTIVATIONS = {"gelu": nn.GELU, "tanh": nn.Tanh, "relu": nn.ReLU}
BASE = dict(context=2, embedding=6, hidden=16, activation="gelu", optimizer="adam", rate=0.05,
            schedule="constant", batch=0, steps=40, tied=False, seed=7)
RUNS = [
    dict(),
    dict(context=1, seed=3),
    dict(context=4, embedding=5, hidden=9, activation="tanh", seed=11),
    dict(context=8, embedding=3, hidden=7, activation="relu", seed=2**32 + 5),
    dict(context=3, optimizer="sgd", rate=0.5, seed=1),
    dict(context=3, optimizer="momentum", rate=0.1, seed=1),
    dict(context=2, optimizer="adamw", rate=0.03, seed=5),
    dict(context=2, embedding=8, hidden=8, tied=True, rate=0.02, seed=4),
    dict(context=2, batch=10, seed=9),
    dict(context=3, batch=16, activation="tanh", optimizer="momentum", rate=0.1, schedule="cosine", seed=6),
    dict(context=2, batch=7, schedule="linear", optimizer="adamw", seed=8),
    dict(context=2, embedding=1, hidden=1, seed=13),
    dict(context=5, embedding=64, hidden=33, seed=21, rate=0.005),
]


def data(context):
    words = sorted({word for s in SENTENCES for word in s.split()})
    ids = {word: i for i, word in enumerate(words)}
    pairs = []
    for s in SENTENCES:
        row = [ids[word] for word in s.split()]
        pairs += [(row[i - context:i], row[i]) for i in range(context, len(row))]
    return words, torch.tensor([c for c, _ in pairs]), torch.tensor([t for _, t in pairs])


def optimizer_of(name, parameters, rate):
    return {
        "sgd": lambda: torch.optim.SGD(parameters, lr=rate),
        "momentum": lambda: torch.optim.SGD(parameters, lr=rate, momentum=0.9),
        "adam": lambda: torch.optim.Adam(parameters, lr=rate),
        "adamw": lambda: torch.optim.AdamW(parameters, lr=rate),
    }[name]()


def rate_at(schedule, rate, step, steps):
    if schedule == "linear":
        return rate * (1 - step / steps)
    if schedule == "cosine":
        return rate * 0.5 * (1 + math.cos(math.pi * step / steps))
    return rate


def train(options):
    o = {**BASE, **options}
    words, contexts, targets = data(o["context"])
    torch.manual_seed(o["seed"])
    net = nn.Sequential(nn.Embedding(len(words), o["embedding"]), nn.Flatten(),
                        nn.Linear(o["context"] * o["embedding"], o["hidden"]), ACTIVATIONS[o["activation"]](),
                        nn.Linear(o["hidden"], len(words)))
    if o["tied"]:
        net[4].weight = net[0].weight
    optimizer = optimizer_of(o["optimizer"], net.parameters(), o["rate"])
    order, losses, norms = [], [], []
    for step in range(o["steps"]):
        if o["batch"]:
            if not order:
                order = list(torch.randperm(len(targets)).split(o["batch"]))
            rows = order.pop(0)
        else:
            rows = torch.arange(len(targets))
        for group in optimizer.param_groups:
            group["lr"] = rate_at(o["schedule"], o["rate"], step, o["steps"])
        loss = nn.functional.cross_entropy(net(contexts[rows]), targets[rows])
        optimizer.zero_grad()
        loss.backward()
        norms.append(math.sqrt(sum(float((p.grad.double() ** 2).sum()) for p in net.parameters())))
        optimizer.step()
        losses.append(loss.item())
    with torch.no_grad():
        final = nn.functional.cross_entropy(net(contexts), targets).item()
        last = net(contexts[:1])[0].tolist()
    return {**o, "losses": losses, "gradient_norms": norms[:5], "final_loss": final, "last_logits": last}


def normal_case(seed, sizes):
    torch.manual_seed(seed)
    return dict(seed=seed, fills=[dict(size=size, values=torch.empty(size).normal_().tolist()) for size in sizes])


def uniform_case(seed, size, low, high):
    torch.manual_seed(seed)
    return dict(seed=seed, low=low, high=high, values=torch.empty(size).uniform_(low, high).tolist())


def permutation_case(seed, sizes):
    torch.manual_seed(seed)
    return dict(seed=seed, permutations=[torch.randperm(n).tolist() for n in sizes])


def main():
    print(json.dumps({
        "origin": f"PyTorch {torch.__version__} CPU ({torch.backends.cpu.get_cpu_capability()}), float32, written by torch_training.py",
        "sentences": SENTENCES,
        "normal": [normal_case(0, [1, 3, 15, 9]), normal_case(7, [16, 17]), normal_case(42, [31, 5, 48, 2]),
                   normal_case(123456789, [7, 100]), normal_case(2**32 + 5, [20])],
        "uniform": [uniform_case(0, 10, 0, 1), uniform_case(7, 20, -0.25, 0.25), uniform_case(99, 9, -0.7071, 0.7071),
                    uniform_case(2**40 + 3, 700, 0, 1)],
        "permutations": [permutation_case(0, [5, 12]), permutation_case(7, [1, 30]), permutation_case(11, [200])],
        "runs": [train(options) for options in RUNS],
    }))


main()
