/**
 * What the figures of the course show, computed: the truth beside each guess.
 *
 * @module
 */
import type { Step, StepFacts } from "@/lib/learn/course/step.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { applyContextPolicy } from "@/lib/lm/generation/apply_context_policy.ts";
import type { ContextPolicy } from "@/lib/lm/generation/context_policy.ts";
import { plainFormat } from "@/lib/lm/kv_cache/cache_format.ts";
import { cacheMemory, GIB } from "@/lib/lm/kv_cache/cache_memory.ts";
import { customCacheModel } from "@/lib/lm/kv_cache/custom_cache_model.ts";
import { lossFromProbabilities } from "@/lib/lm/loss/loss.ts";
import { readCorpus } from "@/lib/lm/ngram/corpus.ts";
import { createNgramModel } from "@/lib/lm/ngram/model.ts";
import { drawCounts } from "@/lib/lm/sampler/choice.ts";
import { softmaxReport } from "@/lib/lm/sampler/softmax_report.ts";

/** The tokens of "Parcel left the hub" and what a model gave them. */
export const CHAIN = [["Parcel", 0.6], ["left", 0.8], ["the", 0.25], ["hub", 0.5]] as const;

/** Six messages to count. */
export const MESSAGES = [
  "package left warehouse",
  "package left warehouse",
  "parcel left hub",
  "parcel left warehouse",
  "order left hub",
  "order left carrier",
].join("\n");

/** The support bot's next word. */
export const BOT = {
  labels: ["correctly", "slowly", "angrily", "the", "</s>"],
  logits: [3, 1.5, -1, -2, -3],
} as const;

/** Three tokens to draw from. */
export const DRAWN = {
  labels: ["warehouse", "hub", "carrier"],
  logits: [2.4, 1.7, 0.2],
  temperature: 1.4,
} as const;

/** Three coins and a surprise. */
export const SURPRISE = [0.5, 0.5, 0.5, 0.125] as const;

/** A full window whose prompt begins with an instruction. */
export const WINDOW = { limit: 8000, prompt: 7600, generated: 400, instruction: 50, more: 200 } as const;

/** Share of a word after another among counted messages; `added` to every count. */
export function countedRow(
  messages: string,
  context: string,
  added: number,
): { readonly word: string; readonly probability: number }[] {
  const corpus = readCorpus(messages.split("\n"), { convention: "kenlm", unit: "words", merges: 0 });
  corpus.vocabulary.add("depot");
  const model = createNgramModel(corpus.stream, {
    order: 2,
    convention: "kenlm",
    smoothing: added > 0 ? { method: "add_k", k: added } : { method: "none" },
    tokenIds: corpus.vocabulary.size,
  });
  const words = new Set([...messages.split(/\s+/).filter(Boolean), "depot", "</s>"]);
  return [...words].map((word) => ({
    word,
    probability: model.probability(corpus.context([context]), corpus.vocabulary.id(word)) || 0,
  })).sort((a, b) => b.probability - a.probability);
}

/** How often each token comes up in a number of draws. */
export function drawnCounts(seed: number, draws: number): Uint32Array {
  const { probabilities } = softmaxReport(DRAWN.logits, DRAWN.temperature);
  return drawCounts(probabilities, seed, draws);
}

/** GiB of keys and values: 32 layers, 8 key-value heads of 128 numbers, 2 bytes each. */
export function cacheGib(batch: number, tokens: number): number {
  const format = { key: plainFormat(2), value: plainFormat(2), state: plainFormat(4) };
  const model = customCacheModel({ layers: 32, kv_heads: 8, head_dim: 128 });
  return cacheMemory(model, { batch, tokens, format, blockSize: 1 }).lowerBytes / GIB;
}

/** Tokens of the instruction that are still read after a number of generated ones. */
export function instructionLeft(generated: number, policy: ContextPolicy): number {
  const { kept } = applyContextPolicy(WINDOW.prompt + generated, WINDOW.limit, policy, {
    keep: WINDOW.instruction,
  });
  return kept.reduce((sum, [start, end]) => sum + Math.max(0, Math.min(end, WINDOW.instruction) - start), 0);
}

/** What a step's bar should have been; null where its guess is no bar. */
export function truthOf({ figure, name }: Step, { answers, pairs }: StepFacts): number | null {
  switch (figure) {
    case "words":
      return shareOf(answers[0], name === "truth" ? " refundable" : " warehouse");
    case "chain":
      return lossFromProbabilities(CHAIN.map(([, p]) => p)).sequenceProbability;
    case "counts":
      return countedRow(MESSAGES, "left", 0).find(({ word }) => word === "hub")!.probability;
    case "temperature":
      return softmax(BOT.logits.map((logit) => logit / 2))[0]!;
    case "sampling":
      return drawnCounts(4, 8)[0]!;
    case "forcing":
      return 1;
    case "loss":
      return lossFromProbabilities(SURPRISE).perplexity;
    case "structure":
      return pairs?.model ?? null;
    case "window":
      return instructionLeft(WINDOW.generated + WINDOW.more, "truncate_start");
    case "cache":
      return cacheGib(4, 32_768);
    default:
      return null;
  }
}

/** The share of a token that is among an answer's rows; null where it is not. */
function shareOf(answer: StepFacts["answers"][number] | undefined, token: string): number | null {
  const row = answer?.rows.find(({ bytes }) => new TextDecoder().decode(Uint8Array.from(bytes)) === token);
  return row?.probability ?? null;
}
