/**
 * Two experiments with a scored text: what one pass costs beside one a token, and what a wrong token does to what
 * follows.
 *
 * @module
 */
import { generate } from "@/lib/lm/generation/generate.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";

/** Tokens that are measured or followed at most. */
const MAX_TOKENS = 48;

/** Milliseconds for the same tokens in three ways. */
export interface PassTimes {
  readonly tokens: number;
  /** All positions scored in one pass. */
  readonly onePass: number;
  /** One pass a token, with the cache of keys and values. */
  readonly withCache: number;
  /** One pass a token, everything before it read again. */
  readonly withoutCache: number;
}

/** Measures scoring a text against generating it. */
export async function passTimes(
  model: LanguageModel,
  text: string,
  now: () => number,
  signal?: AbortSignal,
): Promise<PassTimes> {
  const tokens = await contextOf(model, text);
  await model.score(tokens, { signal });
  const timed = async (work: () => Promise<unknown>) => {
    const began = now();
    await work();
    return now() - began;
  };
  const steps = (cache: boolean) => async () => {
    for (let length = 1; length < tokens.length; length++) {
      await model.logits(tokens.slice(0, length), { cache, signal });
    }
  };
  return {
    tokens: tokens.length - 1,
    onePass: await timed(() => model.score(tokens, { signal })),
    withCache: await timed(steps(true)),
    withoutCache: await timed(steps(false)),
  };
}

/** Surprisal from a position on, in bits, three times. */
export interface DriftReport {
  readonly position: number;
  readonly wrong: TokenId;
  /** Of the text's own tokens, as it is. */
  readonly original: readonly number[];
  /** Of the text's own tokens behind the wrong one: teacher forcing. */
  readonly forced: readonly number[];
  /** Of the tokens that the model goes on with by itself behind the wrong one, each the likeliest. */
  readonly own: readonly number[];
  /** The tokens it went on with. */
  readonly ownTokens: readonly TokenId[];
}

/**
 * Puts a wrong token at a position of a text and follows what comes after.
 *
 * @param position Index of the text's token that is replaced, from 0.
 */
export async function drift(
  model: LanguageModel,
  text: string,
  { position, wrong }: { readonly position: number; readonly wrong: TokenId },
  signal?: AbortSignal,
): Promise<DriftReport> {
  const { tokens, at } = aroundToken(model, await model.encode(text), position);
  const bits = async (ids: readonly TokenId[]) =>
    (await model.score(ids, { from: Math.max(1, at), signal })).map(({ logProbability }) =>
      -logProbability / Math.LN2
    );
  const replaced = tokens.with(at, wrong);
  const prompt = replaced.slice(0, at + 1);
  const length = Math.max(1, tokens.length - prompt.length);
  const forced = await bits(replaced);
  const own = [...forced.slice(0, 1)];
  const ownTokens: TokenId[] = [];
  const options = {
    prompt,
    sampler: DEFAULT_SAMPLER,
    pick: "greedy",
    seed: 0,
    maxTokens: length,
    top: 1,
    signal,
  } as const;
  for await (const { id, logProbability } of generate(model, options)) {
    own.push(-logProbability / Math.LN2);
    ownTokens.push(id);
  }
  return { position, wrong, original: await bits(tokens), forced, own, ownTokens };
}

/**
 * The text's tokens behind the begin token, up to {@linkcode MAX_TOKENS} behind one of them; where that is more than
 * the model reads, the first ones are left out.
 *
 * @throws {RangeError} If the text has no such token.
 */
function aroundToken(
  model: LanguageModel,
  ids: readonly TokenId[],
  position: number,
): { readonly tokens: readonly TokenId[]; readonly at: number } {
  if (position >= ids.length) {
    throw new RangeError(`The text has ${ids.length} tokens, none at ${position + 1}`);
  }
  const begin = model.beginToken === null ? [] : [model.beginToken];
  const end = Math.min(ids.length, position + MAX_TOKENS);
  const start = Math.max(0, end + begin.length - model.contextLength);
  return { tokens: [...begin, ...ids.slice(start, end)], at: begin.length + position - start };
}

/** The text's tokens behind the begin token, as many as an experiment takes. */
async function contextOf(model: LanguageModel, text: string): Promise<TokenId[]> {
  const begin = model.beginToken === null ? [] : [model.beginToken];
  return [...begin, ...await model.encode(text)].slice(0, Math.min(MAX_TOKENS, model.contextLength));
}
