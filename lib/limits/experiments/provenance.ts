import { generate } from "@/lib/lm/generation/generate.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { findSpans, type FoundSpan } from "../find_spans.ts";
import { createTextIndex, type TextIndex } from "../text_index.ts";
import type { LimitAnswer, LimitRun } from "../limit_answer.ts";
import type { LimitExperiment, LimitPorts, LimitQuery } from "../limit_experiment.ts";
import { contextOfText, percent } from "../next_token.ts";

/** Tokens that a copied stretch has at least. */
export const LEAST = 8;
const SEPARATOR = "\n<|endoftext|>\n";
/** Stands between two documents in what is searched, so that no stretch crosses over. */
const BETWEEN = "\0";
/** Characters of the source that are shown on each side of a span. */
const AROUND = 60;

/** Stretches of a generated text that stand word for word in what the model has read. */
export const provenance: LimitExperiment = {
  name: "provenance",
  title: "Where does it come from?",
  claim: "Which stretches of a generated text stand word for word in what the model has read",
  work: "tab",
  act: "Write, fetch what it read (1.7 MB), and mark",
  fields: [
    { name: "text", label: "Text to go on with", kind: "line", value: "My grandmother always" },
    {
      name: "temperature",
      label: "Temperature",
      kind: "choice",
      value: "0",
      options: ["0", "0.7", "1"].map((value) => ({ value, label: value })),
    },
    { name: "seed", label: "Seed", kind: "handle", value: "4", range: [0, 99] },
    { name: "tokens", label: "Tokens", kind: "handle", value: "150", range: [25, 300] },
  ],
  next: [["/models/parcel-gpt", "What it has read"], ["/limits/drift", "Drift and loops"]],
  run,
};

async function run(query: LimitQuery, { model, text, signal, onProgress }: LimitPorts): Promise<LimitAnswer> {
  const read = indexOf(await text!("everyday"));
  const [temperature, maxTokens] = [Number(query["temperature"]), Number(query["tokens"])];
  const pieces: string[] = [];
  const options = {
    prompt: await contextOfText(model, query["text"]!),
    sampler: { ...DEFAULT_SAMPLER, temperature: temperature || 1 },
    pick: temperature === 0 ? "greedy" as const : "sample" as const,
    seed: Number(query["seed"]),
  };
  for await (const { id } of generate(model, { ...options, maxTokens, stopAtEnd: true, top: 1, signal })) {
    if (!model.endTokens.includes(id)) pieces.push(joinTokens(model.vocabulary, [id]));
    onProgress?.(pieces.length / maxTokens);
  }
  signal?.throwIfAborted();
  const spans = findSpans(pieces, read, LEAST);
  const marked = pieces.map((_, i) => spans.some(({ start, end }) => i >= start && i < end));
  const share = marked.filter(Boolean).length / Math.max(1, pieces.length);
  return {
    sentence:
      `${spans.length} stretches of ${LEAST} tokens and more stand word for word in the everyday English that it ` +
      `has read: ${percent(share)} of ${pieces.length} tokens.`,
    note:
      "Only that part of its text is searched: the parcel world and the books are not. A match shows that the words stand there, not why the model wrote them.",
    source: modelSource(model),
    parts: [
      {
        kind: "text",
        title: "What it wrote; marked: word for word in what it has read",
        runs: runsOf(pieces, marked),
      },
      {
        kind: "table",
        title: "Each stretch, where it first stands",
        columns: ["Stretch", "Tokens", "Document", "In its source"],
        rows: spans.map((span) => [span.text, span.end - span.start, ...sourceOfSpan(read.text, span)]),
      },
    ],
    figures: {
      spans: spans.length,
      share,
      tokens: pieces.length,
      longest: Math.max(0, ...spans.map((s) => s.end - s.start)),
    },
  };
}

let known: { readonly corpus: string; readonly index: TextIndex } | null = null;

/** Made once: the text stays the same. */
function indexOf(corpus: string): TextIndex {
  if (known?.corpus !== corpus) {
    known = { corpus, index: createTextIndex(corpus.split(SEPARATOR).join(BETWEEN)) };
  }
  return known.index;
}

function runsOf(pieces: readonly string[], marked: readonly boolean[]): LimitRun[] {
  return pieces.map((text, i) => ({ text, level: marked[i] ? 3 : 0 }));
}

function sourceOfSpan(corpus: string, { at, text }: FoundSpan): [document: number, excerpt: string] {
  const document = corpus.slice(0, at).split(BETWEEN).length;
  const start = corpus.lastIndexOf(BETWEEN, at) + 1;
  const end = corpus.indexOf(BETWEEN, at);
  const [from, to] = [
    Math.max(at - AROUND, start),
    Math.min(at + text.length + AROUND, end < 0 ? corpus.length : end),
  ];
  return [document, `… ${corpus.slice(from, to)} …`];
}
