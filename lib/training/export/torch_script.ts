/**
 * The run as a PyTorch script that prints the same losses.
 *
 * @module
 */
import { shippedCorpus } from "@/lib/training/data/corpora.ts";
import { UNKNOWN_WORD } from "@/lib/training/data/corpus_tokenizer.ts";
import { corpusTexts } from "@/lib/training/data/corpus_texts.ts";
import { MAX_EVALUATED } from "@/lib/training/run/training_run.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** What the script is written from. */
interface TorchScriptOptions {
  readonly settings: TrainingSettings;
  /** Origin of the site, where a shipped corpus is fetched. */
  readonly origin: string;
  /** The texts as token ids and the vocabulary's size: written out for byte-pair tokens, which Python cannot split alike. */
  readonly encoded?:
    | { readonly texts: readonly (readonly number[])[]; readonly vocabulary: number }
    | undefined;
}

/** Writes the script. */
export function torchScript(options: TorchScriptOptions): string {
  const { settings } = options;
  return [
    header(settings),
    data(options),
    EXAMPLES.replace("CONTEXT", String(settings.context)).replace("HELD_OUT", String(settings.held_out)),
    network(settings),
    training(settings),
  ].join("\n\n") + "\n";
}

function header({ dropout, seed }: TrainingSettings): string {
  const note = dropout > 0
    ? "\n# Dropout draws other masks here than in the browser, so the losses are alike, not the same."
    : "";
  return `# A neural n-gram, trained as in the Next-Token Playground (seed ${seed}). Needs: pip install torch${note}
import math
import urllib.request
from collections import Counter

import torch
from torch import nn`;
}

function data({ settings, origin, encoded }: TorchScriptOptions): string {
  if (encoded) {
    return `texts = ${JSON.stringify(encoded.texts)}
vocabulary_size = ${encoded.vocabulary}`;
  }
  const shipped = shippedCorpus(settings.corpus);
  const lines = shipped
    ? `corpus = urllib.request.urlopen(${JSON.stringify(`${origin}/static/${shipped.file}`)}).read().decode()
sentences = [text.strip() for text in corpus.split("<|endoftext|>\\n")]`
    : `sentences = [\n${
      corpusTexts(settings.corpus, null).map((line) => `    ${JSON.stringify(line)},\n`).join("")
    }]`;
  return `${lines}
split = [words for words in (sentence.split() for sentence in sentences) if words]
counts = Counter(word for words in split for word in words)
kept = list(counts)
if len(kept) > ${settings.vocabulary}:
    kept = ["${UNKNOWN_WORD}"] + [word for word, _ in counts.most_common(${settings.vocabulary - 1})]
vocabulary = sorted(set(kept))
ids = {word: i for i, word in enumerate(vocabulary)}
texts = [[ids.get(word, ids.get("${UNKNOWN_WORD}")) for word in words] for words in split]
vocabulary_size = len(vocabulary)`;
}

const EXAMPLES = `context = CONTEXT
held_out = HELD_OUT  # percent of the texts
train_texts = [t for i, t in enumerate(texts) if (i + 1) * held_out // 100 == i * held_out // 100]
pairs = [(t[i - context : i], t[i]) for t in train_texts for i in range(context, len(t))]
contexts = torch.tensor([c for c, _ in pairs])
targets = torch.tensor([t for _, t in pairs])`;

const ACTIVATIONS = { gelu: "nn.GELU()", tanh: "nn.Tanh()", relu: "nn.ReLU()" } as const;

function network({ context, embedding, hidden, activation, dropout, tie, seed }: TrainingSettings): string {
  const layers = [
    `nn.Embedding(vocabulary_size, ${embedding})`,
    "nn.Flatten()",
    `nn.Linear(${context * embedding}, ${hidden})`,
    ACTIVATIONS[activation],
    ...(dropout > 0 ? [`nn.Dropout(${dropout})`] : []),
    `nn.Linear(${hidden}, vocabulary_size)`,
  ];
  // PyTorch itself takes only the lowest 32 bits of a seed into this generator.
  const lines = [
    `torch.manual_seed(${seed})`,
    "net = nn.Sequential(",
    ...layers.map((layer) => `    ${layer},`),
    ")",
  ];
  return [...lines, ...(tie ? ["net[-1].weight = net[0].weight"] : [])].join("\n");
}

const OPTIMIZERS = {
  sgd: (rate: number) => `torch.optim.SGD(net.parameters(), lr=${rate})`,
  momentum: (rate: number) => `torch.optim.SGD(net.parameters(), lr=${rate}, momentum=0.9)`,
  adam: (rate: number) => `torch.optim.Adam(net.parameters(), lr=${rate})`,
  adamw: (rate: number) => `torch.optim.AdamW(net.parameters(), lr=${rate})`,
} as const;

const SCHEDULES = {
  constant: "rate",
  linear: "rate * (1 - step / steps)",
  cosine: "rate * 0.5 * (1 + math.cos(math.pi * step / steps))",
} as const;

/** The examples that the lab measures the loss of. */
const SPREAD = `size = min(len(targets), ${MAX_EVALUATED})  # evenly spread examples
seen = torch.tensor([i * len(targets) // size for i in range(size)])`;

function training(settings: TrainingSettings): string {
  const { steps, learning_rate: rate, optimizer, schedule, batch } = settings;
  const rows = batch === 0
    ? "    rows = torch.arange(len(targets))"
    : `    if not order:  # a new epoch: all examples in random order, the last batch may be smaller
        order = list(torch.randperm(len(targets)).split(${batch}))
    rows = order.pop(0)`;
  return `steps, rate = ${steps}, ${rate}
optimizer = ${OPTIMIZERS[optimizer](rate)}
order = []
for step in range(steps):
${rows}
    for group in optimizer.param_groups:
        group["lr"] = ${SCHEDULES[schedule]}
    loss = nn.functional.cross_entropy(net(contexts[rows]), targets[rows])
    print(step, loss.item())
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()

net.eval()
${batch === 0 ? "seen = torch.arange(len(targets))" : SPREAD}
with torch.no_grad():
    print("final", nn.functional.cross_entropy(net(contexts[seen]), targets[seen]).item())`;
}
