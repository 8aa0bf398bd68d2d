import type { CodeSubject } from "@/lib/labs/predictor/copy/copy_items.ts";
import { defaultRng } from "@/lib/lm/sampler/pcg64.ts";
import { runOrder, type StageName, STAGES } from "@/lib/lm/sampler/stages.ts";

/** What each stage of the sampler is on an array of logits `z`, minus infinity where a token was dropped. */
const SNIPPETS: Readonly<Record<StageName, string>> = {
  repetition_penalty:
    "for (const id of new Set(ids)) z[id] = z[id] > 0 ? z[id] / settings.repetition_penalty : z[id] * settings.repetition_penalty;",
  temperature: `if (settings.temperature === 0) z = z.map((_, id) => id === ranked(z)[0] ? 0 : -Infinity);
  else z = z.map((logit) => logit / settings.temperature);`,
  top_k: "for (const id of ranked(z).slice(settings.top_k)) z[id] = -Infinity;",
  top_p: `{
    const p = softmax(z);
    let mass = 0;
    for (const [rank, id] of ranked(z).entries()) {
      if (rank > 0 && mass >= settings.top_p) z[id] = -Infinity;
      mass += p[id];
    }
  }`,
  min_p: `{
    const p = softmax(z);
    const least = settings.min_p * p.reduce((most, each) => Math.max(most, each), 0);
    z = z.map((logit, id) => p[id] < least ? -Infinity : logit);
  }`,
  typical_p: `{
    const p = softmax(z);
    const entropy = p.reduce((sum, each) => each > 0 ? sum - each * Math.log(each) : sum, 0);
    const far = p.map((each) => Math.abs(-Math.log(each) - entropy));
    const order = [...far.keys()].sort((a, b) => far[a] - far[b] || a - b);
    let mass = 0;
    const last = order.find((id) => (mass += p[id]) >= settings.typical_p) ?? order[order.length - 1];
    z = z.map((logit, id) => far[id] > far[last] ? -Infinity : logit);
  }`,
};

/** Draws that a program lists at most: more make it unreadable. */
const MAX_DRAWS = 256;

/** The site's own engine reads what transformers.js does not. */
const PUBLISHED = `
// The page ran the repository's safetensors. transformers.js reads ONNX alone: name a repository that has it in float32.`;

/**
 * A TypeScript program (Node, Deno or a browser) that predicts and picks as the page does. NumPy's draws for the
 * seed stand in it as numbers.
 */
export function typescriptCode({ query, model, endTokens, link }: CodeSubject): string {
  const { chat, pick, seed, stop, blocked, stop_at_end, path } = query;
  const isPublished = model.dtype === "safetensors";
  const steps = Math.min(query.max_tokens, MAX_DRAWS);
  const rng = defaultRng(seed);
  const draws = pick === "sample" ? Array.from({ length: steps }, () => rng.random()) : [];
  const stages = runOrder(query).filter((name) => query[name] !== STAGES[name].off);
  const settings = Object.fromEntries(stages.map((name) => [name, query[name]]));
  return `// ${link}
// npm install @huggingface/transformers${isPublished ? PUBLISHED : ""}
import { AutoModelForCausalLM, AutoTokenizer, Tensor } from "@huggingface/transformers";

const name = ${JSON.stringify(model.name)};
const options = { revision: ${JSON.stringify(model.revision)}, dtype: ${
    JSON.stringify(isPublished ? "fp32" : model.dtype)
  } } as const;
const tokenizer = await AutoTokenizer.from_pretrained(name, options);
const model = await AutoModelForCausalLM.from_pretrained(name, options);

const text = ${JSON.stringify(query.text)};
const prompt: number[] = ${
    chat
      ? `[...tokenizer.apply_chat_template([{ role: "user", content: text }], { add_generation_prompt: true, tokenize: true, return_tensor: false }) as number[]]`
      : "tokenizer.encode(text, { add_special_tokens: false })"
  };
const path: number[] = [${path.join(", ")}]; // tokens generated or chosen on the page
const endTokens = [${(stop_at_end ? endTokens : []).join(", ")}];
const stops: string[] = ${JSON.stringify([...stop, ...blocked])};
const settings = ${JSON.stringify(settings)};
// numpy.random.default_rng(${seed}).random(): position i uses draw i
const draws: number[] = [${draws.join(", ")}];

function softmax(z: Float64Array): Float64Array {
  const most = z.reduce((a, b) => Math.max(a, b), -Infinity);
  const e = z.map((logit) => Math.exp(logit - most));
  const sum = e.reduce((a, b) => a + b, 0);
  return e.map((each) => each / sum);
}

/** Ids, likeliest first; ties go to the lower id. */
function ranked(z: Float64Array): number[] {
  return [...z.keys()].sort((a, b) => z[b] - z[a] || a - b);
}

/** The sampler's stages in the page's order. */
function shape(z: Float64Array, ids: number[]): Float64Array {
${stages.map((name) => `  ${SNIPPETS[name]}\n`).join("")}  return softmax(z);
}

const generated: number[] = [];
while (generated.length < ${steps}) {
  const ids = [...prompt, ...generated];
  const tensor = (values: number[]) => new Tensor("int64", BigInt64Array.from(values, BigInt), [1, values.length]);
  const { logits } = await model({ input_ids: tensor(ids), attention_mask: tensor(ids.map(() => 1)) });
  const [, rows, size] = logits.dims;
  const last = Float64Array.from(logits.to("float32").data.slice((rows - 1) * size));
  const p = shape(last, ids);
  const i = generated.length;
  let token = path[i];
  if (token === undefined) {
    ${
    pick === "greedy"
      ? "token = p.indexOf(p.reduce((a, b) => Math.max(a, b), 0));"
      : "let left = draws[i];\n    token = p.findIndex((each) => (left -= each) < 0);"
  }
  }
  generated.push(token);
  console.log(token, JSON.stringify(tokenizer.decode([token])), p[token]);
  const written = tokenizer.decode(generated);
  if (i >= path.length && (endTokens.includes(token) || stops.some((stop) => written.includes(stop)))) break;
}
console.log(text + tokenizer.decode(generated));
`;
}
