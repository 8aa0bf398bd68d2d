/**
 * A language model of a few made-up tokens, for tests of everything that takes a model.
 *
 * @module
 */
import { rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import type {
  LanguageModel,
  LogitsOptions,
  ScoredToken,
  ScoreOptions,
  TokenId,
} from "@/lib/lm/language_model.ts";
import { rankOf } from "@/lib/lm/distribution/rank_of.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { packVocabulary, unpackVocabulary } from "@/lib/lm/vocabulary.ts";

/** What a fake model is made of. */
export interface FakeModelSettings {
  /** Bytes or text of each token. */
  readonly tokens: readonly (string | Uint8Array)[];
  /** Logits for the token after a context. Default: the token after the last one, by id, is the likeliest. */
  readonly next?: (context: readonly TokenId[]) => ArrayLike<number>;
  readonly contextLength?: number;
  readonly beginToken?: TokenId;
  readonly endTokens?: readonly TokenId[];
  /** Ids of marks. Default the begin and end tokens. */
  readonly special?: readonly TokenId[];
  /** Waits before each answer, in milliseconds; an abort ends the wait. Default 0, which answers in a microtask. */
  readonly delay?: number;
  /** Chat template: tokens of a message. Default none. */
  readonly encodeChat?: (text: string) => TokenId[];
}

/** One call of `logits`, as the fake saw it. */
export interface FakeCall {
  readonly tokens: readonly TokenId[];
  readonly rows: number;
  readonly cache: boolean;
}

/** A fake model that remembers its calls. */
export interface FakeModel extends LanguageModel {
  readonly calls: readonly FakeCall[];
  readonly disposed: boolean;
}

/** Makes a deterministic model whose answers are a function of the context. Its cache is bookkeeping only. */
export function fakeModel(settings: FakeModelSettings): FakeModel {
  const { contextLength = Infinity, beginToken = null, endTokens = [], delay = 0 } = settings;
  const pieces = settings.tokens.map((token) =>
    typeof token === "string" ? new TextEncoder().encode(token) : token
  );
  const special = settings.special ?? [...endTokens, ...beginToken === null ? [] : [beginToken]];
  const vocabulary = unpackVocabulary(packVocabulary(pieces, special));
  const next = settings.next ?? ((context) => successor(context, pieces.length));
  const calls: FakeCall[] = [];
  let disposed = false;
  let cached: readonly TokenId[] = [];

  function check(tokens: readonly TokenId[]): void {
    if (disposed) throw new Error("The model was disposed");
    if (tokens.length === 0) throw new RangeError("Cannot predict from no tokens");
    if (tokens.length > contextLength) throw new RangeError(`${tokens.length} tokens are too many`);
    for (const id of tokens) {
      if (!(id in pieces)) throw new RangeError(`Token ${id} is outside the vocabulary`);
    }
  }

  async function logits(tokens: readonly TokenId[], options: LogitsOptions = {}): Promise<Float32Array[]> {
    const { rows = 1, cache = true, signal, onRun } = options;
    check(tokens);
    calls.push({ tokens: [...tokens], rows, cache });
    await wait(delay, signal);
    const reused = cache ? Math.min(commonPrefix(cached, tokens), tokens.length - rows) : 0;
    cached = [...tokens];
    onRun?.({
      reused,
      computed: tokens.length - reused,
      milliseconds: 1,
      cacheTokens: tokens.length,
      cacheBytes: 8 * tokens.length,
    });
    return Array.from({ length: rows }, (_, row) => {
      return Float32Array.from(next(tokens.slice(0, tokens.length - rows + row + 1)));
    });
  }

  // deno-lint-ignore require-await
  async function score(tokens: readonly TokenId[], options: ScoreOptions = {}): Promise<ScoredToken[]> {
    const { from = beginToken === null ? 1 : 0, top = 0 } = options;
    check(tokens);
    return tokens.slice(from).map((id, index) => {
      const position = from + index;
      const context = position === 0 ? [beginToken ?? 0] : tokens.slice(0, position);
      const raw = rawDistribution(next(context));
      const logProbability = (token: TokenId) => raw.logits[token]! - raw.logNormalizer;
      return {
        id,
        logProbability: logProbability(id),
        rank: rankOf(raw.logits, id),
        entropy: raw.entropyNats,
        top: topTokens(raw.logits, top).map((token) => ({
          id: token,
          logProbability: logProbability(token),
        })),
      };
    });
  }

  return {
    id: { name: "fake", revision: "1", dtype: "fp32" },
    backend: "cpu",
    vocabulary,
    contextLength,
    beginToken,
    endTokens,
    cacheBytesPerToken: 8,
    cacheFormula: "2 · 1 layer · 1 head · 1 · 4 bytes",
    encode: (text) => Promise.resolve(longestMatches(pieces, text)),
    encodeChat: (text) => Promise.resolve(settings.encodeChat?.(text) ?? null),
    logits,
    score,
    dispose: () => Promise.resolve(void (disposed = true)),
    calls,
    get disposed() {
      return disposed;
    },
  };
}

function successor(context: readonly TokenId[], size: number): number[] {
  const likeliest = (context.at(-1)! + 1) % size;
  return Array.from({ length: size }, (_, id) => id === likeliest ? 4 : -id / 10);
}

function commonPrefix(a: readonly TokenId[], b: readonly TokenId[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function wait(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  if (milliseconds === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    function stop(): void {
      clearTimeout(timer);
      reject(signal!.reason);
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop);
      resolve();
    }, milliseconds);
    signal?.addEventListener("abort", stop, { once: true });
  });
}

/** Longest token first, from left to right; what no token covers is skipped. */
function longestMatches(pieces: readonly Uint8Array[], text: string): TokenId[] {
  const bytes = new TextEncoder().encode(text);
  const ids: TokenId[] = [];
  for (let at = 0; at < bytes.length;) {
    let longest = -1;
    for (const [id, piece] of pieces.entries()) {
      const matches = piece.length > (pieces[longest]?.length ?? 0) &&
        piece.every((byte, i) => bytes[at + i] === byte);
      if (matches) longest = id;
    }
    if (longest >= 0) ids.push(longest);
    at += pieces[longest]?.length ?? 1;
  }
  return ids;
}
