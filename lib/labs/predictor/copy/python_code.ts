import type { CodeSubject } from "@/lib/labs/predictor/copy/copy_items.ts";
import { runOrder, type StageName, STAGES } from "@/lib/lm/sampler/stages.ts";

/** What each stage of the sampler is in NumPy; `z` holds logits, minus infinity where a token was dropped. */
const SNIPPETS: Readonly<Record<StageName, (value: number) => readonly string[]>> = {
  repetition_penalty: (value) => [
    "seen = np.unique(ids)",
    `z[seen] = np.where(z[seen] > 0, z[seen] / ${value}, z[seen] * ${value})`,
  ],
  temperature: (value) =>
    value === 0 ? ["best = z.argmax()", "z = np.full_like(z, -np.inf); z[best] = 0.0"] : [`z = z / ${value}`],
  top_k: (value) => ['order = np.argsort(-z, kind="stable")', `z[order[${value}:]] = -np.inf`],
  top_p: (value) => [
    'order = np.argsort(-z, kind="stable")',
    "before = np.cumsum(softmax(z)[order]) - softmax(z)[order]",
    `dropped = order[before >= ${value}]`,
    "z[dropped[dropped != order[0]]] = -np.inf",
  ],
  min_p: (value) => [`z[softmax(z) < ${value} * softmax(z).max()] = -np.inf`],
  typical_p: (value) => [
    "p = softmax(z)",
    "with np.errstate(divide='ignore'): far = np.abs(-np.log(p) - -(p[p > 0] * np.log(p[p > 0])).sum())",
    'order = np.argsort(far, kind="stable")',
    `z[far > far[order[min((np.cumsum(p[order]) < ${value}).sum(), len(z) - 1)]]] = -np.inf`,
  ],
};

/**
 * A Python program that predicts and picks as the page does: transformers for the logits, NumPy for the sampler and
 * its draws. The same seed draws the same tokens where the logits agree.
 */
export function pythonCode({ query, model, endTokens, link }: CodeSubject): string {
  const { text, chat, pick, seed, max_tokens, stop, blocked, stop_at_end, path } = query;
  const encode = chat
    ? `tokenizer.apply_chat_template([{"role": "user", "content": text}], add_generation_prompt=True, return_dict=False)`
    : `tokenizer(text, add_special_tokens=False)["input_ids"]`;
  const stages = runOrder(query).filter((name) => query[name] !== STAGES[name].off);
  return `# ${link}
# pip install torch transformers numpy
# The page ran ${model.name} at ${model.revision} with ${model.dtype} weights; this loads the repository's own, so figures can differ
# where those are not the same numbers.
import numpy as np
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

NAME, REVISION = ${literal(model.name)}, ${literal(model.revision)}
tokenizer = AutoTokenizer.from_pretrained(NAME, revision=REVISION)
model = AutoModelForCausalLM.from_pretrained(NAME, revision=REVISION, dtype=torch.float32).eval()

text = ${literal(text)}
prompt = ${encode}
path = [${path.join(", ")}]  # tokens generated or chosen on the page
end_tokens, stop, blocked = {${(stop_at_end ? endTokens : []).join(", ") || ""}} or set(), ${list(stop)}, ${
    list(blocked)
  }
draws = np.random.default_rng(${seed}).random(${max_tokens})  # position i uses draw i


def softmax(z):
    e = np.exp(z - z.max())
    return e / e.sum()


def shape(z, ids):
    """The sampler's stages in the page's order."""
${
    stages.flatMap((name) => [`    # ${name}`, ...SNIPPETS[name](query[name]).map((line) => `    ${line}`)])
      .join("\n")
  }${stages.length > 0 ? "\n" : ""}    return softmax(z)


generated = []
while len(generated) < ${max_tokens}:
    ids = prompt + generated
    with torch.no_grad():
        logits = model(torch.tensor([ids])).logits[0, -1].double().numpy()
    p = shape(logits.copy(), ids)
    i = len(generated)
    if i < len(path):
        token = path[i]
    else:
        token = ${
    pick === "greedy"
      ? "int(p.argmax())"
      : 'int(np.searchsorted(np.cumsum(p) / p.sum(), draws[i], side="right"))'
  }
    generated.append(token)
    log_probability = logits[token] - logits.max() - np.log(np.exp(logits - logits.max()).sum())
    print(token, repr(tokenizer.decode([token])), round(float(log_probability), 6))
    written = tokenizer.decode(generated)
    if i >= len(path) and (token in end_tokens or any(s in written for s in stop + blocked)):
        break
print(text + tokenizer.decode(generated))
`;
}

/** A string literal: JSON's escapes are Python's too, and lone surrogates do not occur in a text. */
function literal(text: string): string {
  return JSON.stringify(text);
}

function list(phrases: readonly string[]): string {
  return `[${phrases.map(literal).join(", ")}]`;
}
