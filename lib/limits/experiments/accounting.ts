import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import type { LimitAnswer } from "../limit_answer.ts";
import type { LimitExperiment, LimitPorts, LimitQuery } from "../limit_experiment.ts";
import { scoreText } from "../next_token.ts";

/** One text under models whose tokens differ. */
export const accounting: LimitExperiment = {
  name: "accounting",
  title: "Perplexity per what?",
  claim: "Perplexity is per token, and tokens differ: only what is per byte compares",
  work: "server",
  anyModel: true,
  act: "Ask parcel-gru and the counts too (3 MB)",
  fields: [{
    name: "text",
    label: "Text",
    kind: "area",
    value: "The package left the warehouse on Monday. Anna wrote to the support team.",
  }],
  next: [
    ["/ladder", "Bits per byte under every model"],
    ["/score", "Every figure of one text"],
    ["/loss", "Cross-entropy and perplexity by hand"],
  ],
  run,
};

async function run(query: LimitQuery, ports: LimitPorts): Promise<LimitAnswer> {
  const text = query["text"]!;
  const bytes = new TextEncoder().encode(text).length;
  const words = text.split(/\s+/).filter((word) => word !== "").length;
  const rows: (readonly [string, number, number, number, number, number])[] = [];
  for (const model of [ports.model, ...await ports.others?.() ?? []]) {
    rows.push(await rowOf(model, text, bytes, words, ports.signal));
  }
  const [, tokens, perToken, perplexity, perWord, perByte] = rows[0]!;
  return {
    sentence: `One text, one model: perplexity ${perplexity.toFixed(1)} per token, ${
      perWord.toFixed(1)
    } per word, and ${perByte.toFixed(2)} bits per byte.`,
    note:
      "The same loss divided by another count is another number. Between models with other tokens only bits per byte compares.",
    source: modelSource(ports.model),
    parts: [{
      kind: "table",
      title: "The same text",
      columns: [
        "Model",
        "Tokens",
        "Nats per token",
        "Perplexity per token",
        "Perplexity per word",
        "Bits per byte",
      ],
      rows,
    }],
    figures: { tokens, per_token: perToken, perplexity, per_word: perWord, bits_per_byte: perByte },
  };
}

async function rowOf(model: LanguageModel, text: string, bytes: number, words: number, signal?: AbortSignal) {
  const { nats, tokens } = await scoreText(model, text, signal);
  const mean = tokens === 0 ? 0 : nats / tokens;
  return [
    model.id.name,
    tokens,
    mean,
    Math.exp(mean),
    Math.exp(nats / Math.max(1, words)),
    nats / Math.LN2 / Math.max(1, bytes),
  ] as const;
}
