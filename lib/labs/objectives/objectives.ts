/**
 * Causal against masked on one sentence: what each model makes of a hidden word, what each may look at, and who
 * notices a change behind it.
 *
 * @module
 */
import type { EmbeddedModel, MaskedModel } from "@/lib/embedded/embedded_model.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { generate } from "@/lib/lm/generation/generate.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { MAX_TOKENS } from "@/lib/labs/objectives/most_tokens.ts";
import { splitWords } from "@/lib/lm/white_space.ts";

/** A token that a model puts into a place. */
export interface Filling {
  readonly id: TokenId;
  readonly bytes: readonly number[];
  readonly probability: number;
}

/** How much one token read of another: mean over layers and heads. */
export interface Attention {
  /** The tokens' names, in order. */
  readonly tokens: readonly { readonly id: TokenId; readonly bytes: readonly number[] }[];
  /** [reader][read], each row sums to 1. */
  readonly weights: readonly (readonly number[])[];
}

/** What /objectives shows. JSON only. */
export interface Objectives {
  /** What computed it, in the words of `data-source`: the masked model, then the causal one. */
  readonly source: string;
  readonly words: readonly string[];
  /** Index of the hidden word. */
  readonly blank: number;
  /** In the blank: from both sides, and from the left alone. */
  readonly both: readonly Filling[];
  readonly left: readonly Filling[];
  /** After the whole sentence, by each. */
  readonly endMasked: readonly Filling[];
  readonly endCausal: readonly Filling[];
  /** What parcel-gpt goes on with after the words before the blank. */
  readonly continuation: readonly Filling[];
  /** Largest change of a logit in the blank when the last word becomes another; null where the blank is the last. */
  readonly causalChange: number | null;
  readonly maskedChange: number | null;
  readonly causalAttention: Attention;
  readonly maskedAttention: Attention;
  /** Reports sorted by the masked model, and a value that it takes out of a text. */
  readonly sorted: readonly ClozeAnswer[];
  readonly extracted: ClozeAnswer;
}

/** A text with one place that is not seen, and what the masked model puts there. */
interface ClozeAnswer {
  readonly before: string;
  readonly after: string;
  readonly rows: readonly Filling[];
}

/** The two models of one size, text and tokens. */
export interface ObjectiveModels {
  readonly gpt: EmbeddedModel;
  readonly bert: MaskedModel;
}

const ROWS = 5;

/** Sorting as filling in: "in transit" or "out for delivery". */
const REPORTS = [
  "The package left the warehouse on Saturday. It changed trucks in Lyon. Status:",
  "The package left the warehouse on Saturday. A driver of Northline has it now. Status:",
] as const;

/** Extraction as filling in: which plans? */
const POLICY = [
  "The refund policy says monthly plans are refundable.",
  " plans are refundable within 14 days.",
] as const;
const STEPS = 8;

/** Compares both objectives. @throws {RangeError} If there is no word, or the sentence is too long. */
export async function objectives(
  { gpt, bert }: ObjectiveModels,
  { text, blank: wanted, later }: { readonly text: string; readonly blank: number; readonly later: string },
): Promise<Objectives> {
  const words = splitWords(text);
  if (words.length === 0) throw new RangeError("Type a sentence of at least one word.");
  const blank = Math.min(wanted, words.length - 1);
  const changed = [...words.slice(0, -1), ...splitWords(later).slice(0, 3)];
  const here = await cut(bert, words, blank);
  if (here.masked.length > MAX_TOKENS) {
    throw new RangeError(
      `The sentence has ${here.masked.length} tokens, and at most ${MAX_TOKENS} are read: shorten it.`,
    );
  }
  const hidden = await bert.fill(here.masked, here.at);
  const [next] = await gpt.logits(here.left);
  const whole = await cut(bert, [...words, ""], words.length);
  const change = blank === words.length - 1 ? null : await changes({ gpt, bert }, changed, blank, hidden);
  const sentence = [gpt.beginToken!, ...await gpt.encode(words.join(" "))];
  return {
    source: [bert, gpt].map(modelSource).join(" | "),
    words,
    blank,
    both: fillings(bert, hidden),
    left: fillings(gpt, next!),
    endMasked: fillings(bert, await bert.fill(whole.masked, whole.at)),
    endCausal: fillings(gpt, (await gpt.logits(whole.left))[0]!),
    continuation: await goOn(gpt, here.left),
    causalChange: change?.causal ?? null,
    maskedChange: change?.masked ?? null,
    causalAttention: attentionOf(gpt, sentence),
    maskedAttention: attentionOf(bert, [...sentence, bert.endTokens[0]!]),
    ...await examplesOf(bert),
  };
}

type Examples = Pick<Objectives, "sorted" | "extracted">;

/** What a model makes of the page's own examples: the same for every sentence. */
const examples = new WeakMap<MaskedModel, Examples>();

async function examplesOf(bert: MaskedModel): Promise<Examples> {
  const known = examples.get(bert) ?? {
    sorted: [await cloze(bert, REPORTS[0], ""), await cloze(bert, REPORTS[1], "")],
    extracted: await cloze(bert, ...POLICY),
  };
  examples.set(bert, known);
  return known;
}

async function cloze(bert: MaskedModel, before: string, after: string): Promise<ClozeAnswer> {
  const left = [bert.beginToken!, ...await bert.encode(before)];
  const end = bert.endTokens[0]!;
  const logits = await bert.fill([...left, end, ...await bert.encode(after), end], left.length);
  return { before, after, rows: fillings(bert, logits).slice(0, 2) };
}

interface Cut {
  /** Begin token and the words before. */
  readonly left: readonly TokenId[];
  /** The whole sentence; what stands at `at` is not seen. */
  readonly masked: readonly TokenId[];
  readonly at: number;
}

/** A sentence around one of its words. A word's space belongs to its token. */
async function cut(model: LanguageModel, words: readonly string[], blank: number): Promise<Cut> {
  const before = words.slice(0, blank).join(" ");
  const after = words.slice(blank + 1).map((word) => ` ${word}`).join("");
  const left = [model.beginToken!, ...await model.encode(before)];
  const end = model.endTokens[0]!;
  return { left, masked: [...left, end, ...await model.encode(after), end], at: left.length };
}

function fillings(model: LanguageModel, logits: Float32Array): Filling[] {
  const probabilities = softmax(logits);
  return topTokens(logits, ROWS).map((id) => ({
    id,
    bytes: Array.from(model.vocabulary.bytes(id)),
    probability: probabilities[id]!,
  }));
}

async function changes(
  { gpt, bert }: ObjectiveModels,
  words: readonly string[],
  blank: number,
  hidden: Float32Array,
): Promise<{ readonly causal: number; readonly masked: number }> {
  const other = await cut(bert, words, blank);
  // The causal model reads the whole changed sentence too: its row in the blank comes from the same pass.
  const tokens = [...other.left, ...await gpt.encode(words.slice(blank).map((word) => ` ${word}`).join(""))];
  return {
    causal: largestDifference(passRow(gpt, other.left, other.at - 1), passRow(gpt, tokens, other.at - 1)),
    masked: largestDifference(hidden, await bert.fill(other.masked, other.at)),
  };
}

/** Logits after a position, from one pass over all tokens: the causal mask is all that hides the later ones. */
function passRow({ transformer }: EmbeddedModel, tokens: readonly TokenId[], position: number): Float32Array {
  const { vocabulary } = transformer.config;
  const memory = transformer.createMemory();
  const logits = transformer.forward(tokens, memory, tokens.length);
  memory.release();
  return logits.slice(position * vocabulary, (position + 1) * vocabulary);
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, id) => Math.max(most, Math.abs(value - b[id]!)), 0);
}

async function goOn(gpt: EmbeddedModel, prompt: readonly TokenId[]): Promise<Filling[]> {
  const options = {
    prompt,
    sampler: DEFAULT_SAMPLER,
    pick: "greedy",
    seed: 0,
    maxTokens: STEPS,
    top: 1,
  } as const;
  const tokens: Filling[] = [];
  for await (const { id, logProbability } of generate(gpt, options)) {
    tokens.push({ id, bytes: Array.from(gpt.vocabulary.bytes(id)), probability: Math.exp(logProbability) });
  }
  return tokens;
}

function attentionOf(model: EmbeddedModel | MaskedModel, tokens: readonly TokenId[]): Attention {
  const weights = tokens.map(() => tokens.map(() => 0));
  let heads = 0;
  model.observe(tokens, {
    attention(_layer, _head, position, row) {
      if (position === 0) heads++;
      for (let read = 0; read < Math.min(row.length, tokens.length); read++) {
        weights[position]![read]! += row[read]!;
      }
    },
  });
  return {
    tokens: tokens.map((id) => ({ id, bytes: Array.from(model.vocabulary.bytes(id)) })),
    weights: weights.map((row) => row.map((sum) => sum / Math.max(1, heads))),
  };
}
