/**
 * One text under every rung: bits per byte, the next words, and how far back each looks.
 *
 * @module
 */
import { compareRows } from "@/lib/lm/distribution/compare_rows.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { scoreDocument } from "@/lib/lm/loss/text/score_document.ts";
import { textTotals } from "@/lib/lm/loss/text/totals.ts";
import { rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import type { CountRung } from "@/lib/labs/ladder/token_ngrams.ts";

/** A likely next token. */
export interface NextWord {
  readonly id: TokenId;
  readonly bytes: readonly number[];
  readonly probability: number;
}

/** What one rung makes of the text. JSON only. */
export interface RungResult {
  /** What `data-rung` says. */
  readonly name: string;
  /** Tokens of context that it looks at; null for as many as fit. */
  readonly looksBack: number | null;
  readonly bitsPerByte: number | null;
  readonly next: readonly NextWord[];
  /** How far its prediction moves, in bits of Jensen-Shannon, when a word further back is changed; by probe. */
  readonly moves: readonly number[];
}

/** A text under every rung. JSON only. */
export interface LadderResult {
  readonly text: string;
  readonly rungs: readonly RungResult[];
  /** Bits per byte of the text as files; null where that is not known. */
  readonly gzip: number | null;
  readonly brotli: number | null;
}

/** Two prompts that differ only further back. */
export interface Probe {
  readonly name: string;
  readonly first: string;
  readonly second: string;
}

/** The probes, from near to far. */
export const PROBES: readonly Probe[] = [
  { name: "the last word", first: "The package left the", second: "The package left a" },
  { name: "3 words back", first: "The package left the", second: "The customer left the" },
  {
    name: "a policy, 8 words back",
    first: "The refund policy says annual plans are",
    second: "Policy: annual plans are refundable within 14 days. The refund policy says annual plans are",
  },
];

const NEXT = 3;

/** A rung that answers with a row of probabilities. */
export interface Rung {
  readonly name: string;
  readonly looksBack: number | null;
  readonly vocabulary: LanguageModel["vocabulary"];
  /** Probabilities of the next token after a text. */
  next(text: string): Promise<Float64Array>;
  bitsPerByte(text: string): Promise<number | null>;
}

/** A network as a rung. */
export function networkRung(name: string, model: LanguageModel, signal?: AbortSignal): Rung {
  const begin = model.beginToken === null ? [] : [model.beginToken];
  return {
    name,
    looksBack: null,
    vocabulary: model.vocabulary,
    async next(text) {
      const context = [...begin, ...await model.encode(text)];
      const [row] = await model.logits(context.length > 0 ? context : [model.endTokens[0] ?? 0], { signal });
      return rawDistribution(row!).probabilities;
    },
    async bitsPerByte(text) {
      const convention = { convention: "hf", window: null, stride: null, bos: null } as const;
      return textTotals(text, (await scoreDocument(model, text, { convention, signal })).tokens).bitsPerByte;
    },
  };
}

/** A rung of counts, or the uniform one, over a tokenizer's tokens. */
export function countedRung(tokenizer: LanguageModel, rung: CountRung | null): Rung {
  const { size } = tokenizer.vocabulary;
  const uniform = new Float64Array(size).fill(1 / size);
  return {
    name: rung?.name ?? "uniform",
    looksBack: rung === null ? 0 : rung.order - 1,
    vocabulary: tokenizer.vocabulary,
    next: async (text) => rung?.next(await tokenizer.encode(text)) ?? uniform,
    async bitsPerByte(text) {
      const ids = await tokenizer.encode(text);
      const { length } = new TextEncoder().encode(text);
      if (length === 0) return null;
      const bits = ids.reduce(
        (sum, id, index) =>
          sum -
          Math.log2(
            rung?.probability(index < 8 ? ids.slice(0, index) : ids.slice(index - 8, index), id) ?? 1 / size,
          ),
        0,
      );
      return bits / length;
    },
  };
}

/** Puts a text to a rung. */
export async function climb(rung: Rung, text: string): Promise<RungResult> {
  const probabilities = await rung.next(text);
  const moves: number[] = [];
  for (const { first, second } of PROBES) {
    const [p, q] = [await rung.next(first), await rung.next(second)];
    moves.push(compareRows(p, q).jsNats / Math.LN2);
  }
  return {
    name: rung.name,
    looksBack: rung.looksBack,
    bitsPerByte: await rung.bitsPerByte(text),
    next: topTokens(probabilities, NEXT).map((id) => ({
      id,
      bytes: Array.from(rung.vocabulary.bytes(id)),
      probability: probabilities[id]!,
    })),
    moves,
  };
}
