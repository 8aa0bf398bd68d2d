/**
 * One text under every rung: bits per byte, the next words, and how far back each looks.
 *
 * @module
 */
import { compareRows } from "@/lib/lm/distribution/compare_rows.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { scoreDocument } from "@/lib/lm/loss/text/score_document.ts";
import { textTotals } from "@/lib/lm/loss/text/totals.ts";
import { rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import type { Rung } from "@/lib/labs/ladder/rung.ts";
import type { CountRung } from "@/lib/labs/ladder/token_ngrams.ts";
import type { UnseenPairs } from "@/lib/labs/ladder/unseen_pairs.ts";

/** A likely next token. */
interface NextWord {
  readonly id: TokenId;
  readonly bytes: readonly number[];
  readonly probability: number;
}

/** What one rung makes of the text. JSON only. */
export interface RungResult {
  /** What `data-rung` says. */
  readonly name: string;
  /** {@linkcode Rung.source} */
  readonly source: string | null;
  /** Tokens of context that it looks at; null for as many as fit. */
  readonly looksBack: number | null;
  readonly bitsPerByte: number | null;
  readonly next: readonly NextWord[];
  /** How far its prediction moves, in bits of Jensen-Shannon, when a word further back is changed; by probe. */
  readonly moves: readonly number[];
  /** The same where a word of the text itself becomes another: one, two and more words back; to the text's length. */
  readonly steps: readonly number[];
  /** Probability of the answer to the last probe, without and with what stands in front. */
  readonly policy: readonly [without: number, behind: number];
}

/** A text under every rung. JSON only. */
export interface LadderResult {
  readonly text: string;
  readonly rungs: readonly RungResult[];
  readonly pairs: UnseenPairs;
  /** Bits per byte of the text as files; null where that is not known. */
  readonly gzip: number | null;
  readonly brotli: number | null;
}

/** Two prompts that differ only further back. */
interface Probe {
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
    second: "Annual plans are refundable within 14 days. The refund policy says annual plans are",
  },
];

/** The first token of what the policy answers. */
const POLICY_ANSWER = " refundable";

/** Words back at which the text itself is changed. */
export const STEPS = [1, 2, 3, 4, 5, 6, 8] as const;

/** What a changed word becomes. */
export const OTHER_WORD = "something";

const NEXT = 3;

/** A network as a rung. */
export function networkRung(name: string, model: LanguageModel, signal?: AbortSignal): Rung {
  const begin = model.beginToken === null ? [] : [model.beginToken];
  return {
    name,
    source: modelSource(model),
    looksBack: null,
    vocabulary: model.vocabulary,
    encode: (text) => model.encode(text),
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
    source: rung === null ? null : "counts",
    looksBack: rung === null ? 0 : rung.order - 1,
    vocabulary: tokenizer.vocabulary,
    encode: (text) => tokenizer.encode(text),
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

/** What a rung makes of the probes: the same for every text. */
export type Probed = Pick<RungResult, "moves" | "policy">;

/** What computed a ladder's rungs, each once and in their order, in the words of `data-source`. */
export function ladderSource({ rungs }: Pick<LadderResult, "rungs">): string {
  return [...new Set(rungs.flatMap(({ source }) => source ?? []))].join(", ");
}

/** Puts the probes to a rung. */
export async function probe(rung: Rung): Promise<Probed> {
  const moves: number[] = [];
  let policy: RungResult["policy"] = [0, 0];
  const [answer = 0] = await rung.encode(POLICY_ANSWER);
  for (const { first, second } of PROBES) {
    const [p, q] = [await rung.next(first), await rung.next(second)];
    moves.push(distance(p, q));
    policy = [p[answer]!, q[answer]!];
  }
  return { moves, policy };
}

/**
 * Puts a text to a rung.
 *
 * @param probed What it makes of the probes.
 */
export async function climb(rung: Rung, text: string, probed: Probed): Promise<RungResult> {
  const probabilities = await rung.next(text);
  const steps: number[] = [];
  for (const changed of changedTexts(text)) steps.push(distance(probabilities, await rung.next(changed)));
  return {
    name: rung.name,
    source: rung.source,
    looksBack: rung.looksBack,
    bitsPerByte: await rung.bitsPerByte(text),
    next: topTokens(probabilities, NEXT).map((id) => ({
      id,
      bytes: Array.from(rung.vocabulary.bytes(id)),
      probability: probabilities[id]!,
    })),
    steps,
    ...probed,
  };
}

/** Jensen-Shannon, in bits. */
function distance(p: Float64Array, q: Float64Array): number {
  return compareRows(p, q).jsNats / Math.LN2;
}

/** A text with one word replaced, at each distance of {@linkcode STEPS} from its end that it is long enough for. */
function changedTexts(text: string): string[] {
  const words = [...text.matchAll(/\S+/g)];
  return STEPS.filter((back) => back <= words.length).map((back) => {
    const { index, 0: word } = words.at(-back)!;
    return text.slice(0, index) + OTHER_WORD + text.slice(index + word.length);
  });
}
