/**
 * The probability of any token, or of a word of several, looked up by text or by id.
 *
 * @module
 */
import { type RowView, rowView } from "@/lib/labs/predictor/views/distribution_view.ts";
import { type Distribution, distribution } from "@/lib/lm/sampler/distribution.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";

/** One reading of what was asked. */
export interface Found {
  /** What it was read as: an id, a text, or a text with a space in front. */
  readonly as: "id" | "text" | "spaced";
  /** Its tokens, each under the condition of those before it. */
  readonly pieces: readonly RowView[];
  /** Natural logarithm of the product of the pieces' probabilities. */
  readonly logProbability: number;
}

/** What a look-up found. */
export interface LookedUp {
  readonly asked: string;
  readonly found: readonly Found[];
  /** Why nothing was found; empty otherwise. */
  readonly reason: string;
}

/** What a look-up is made in. */
interface LookUpPlace {
  readonly model: LanguageModel;
  /** The distribution after the context. */
  readonly source: Distribution;
  readonly context: readonly TokenId[];
  readonly signal?: AbortSignal;
}

/** The most tokens of one text: a word, not a page. */
const MAX_PIECES = 16;

interface Reading {
  readonly as: Found["as"];
  readonly ids: readonly TokenId[];
}

/**
 * Looks up `#123` by its id and anything else by its text, with a space in front and without; digits alone are both.
 * A text of several tokens is the chain of their conditional probabilities.
 *
 * @throws Whatever the model throws.
 */
export async function lookUp(asked: string, place: LookUpPlace): Promise<LookedUp> {
  const { model } = place;
  if (asked === "") return { asked, found: [], reason: "Type a token's text, or # and its id." };
  const { size } = model.vocabulary;
  const readings = await readAsked(asked, model);
  const known = readings.filter(({ ids }) => ids.length > 0 && ids.every((id) => id < size));
  if (known.length === 0) return { asked, found: [], reason: `Ids run from 0 to ${size - 1}.` };
  const short = known.filter(({ ids }) => ids.length <= MAX_PIECES);
  if (short.length === 0) return { asked, found: [], reason: `Longer than ${MAX_PIECES} tokens.` };
  const found: Found[] = [];
  for (const reading of short) found.push(await chainOf(reading, place));
  return { asked, found, reason: "" };
}

async function readAsked(asked: string, model: LanguageModel): Promise<Reading[]> {
  const byId = /^#?\d+$/.test(asked) ? [{ as: "id" as const, ids: [Number(asked.replace("#", ""))] }] : [];
  return asked.startsWith("#") && byId.length > 0 ? byId : [...await readText(asked, model), ...byId];
}

async function readText(text: string, model: LanguageModel): Promise<Reading[]> {
  const plain: Reading = { as: "text", ids: await model.encode(text) };
  if (/^\s/.test(text)) return [plain];
  const spaced: Reading = { as: "spaced", ids: await model.encode(` ${text}`) };
  return spaced.ids.join() === plain.ids.join() ? [plain] : [spaced, plain];
}

/** Each piece under the condition of those before it: one pass of the model for all but the first. */
async function chainOf(
  { as, ids }: Reading,
  { model, source, context, signal }: LookUpPlace,
): Promise<Found> {
  const [first = 0, ...others] = ids;
  const rows = others.length === 0
    ? []
    : await model.logits([...context, ...ids.slice(0, -1)], { rows: others.length, signal });
  const ranked = [
    source.lookup(first),
    ...others.map((id, i) => distribution(rows[i]!, { top: 1 }).lookup(id)),
  ];
  const pieces = ranked.map((row) => rowView(row, model.vocabulary));
  return { as, pieces, logProbability: pieces.reduce((sum, { logProbability }) => sum + logProbability, 0) };
}
