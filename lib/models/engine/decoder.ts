/**
 * Forward passes over a causal model with a KV cache: prefill in chunks, so that it can be canceled, reuse of
 * what the cache holds, and every row of logits checked before anyone sees it.
 *
 * @module
 */
import { type SummarizeRow, summarizeRow } from "@/lib/lm/distribution/row_summary.ts";
import type { ModelRun, TokenId } from "@/lib/lm/language_model.ts";
import { type CacheTensors, KvCacheOwner } from "@/lib/models/engine/kv_cache_owner.ts";
import { ModelError } from "@/lib/models/model_provider.ts";

/** What a pass is given: tokens that follow those of the cache. */
export interface DecoderStep {
  readonly tokens: readonly TokenId[];
  /** Keys and values of the tokens before; null where there are none. */
  readonly past: CacheTensors | null;
  readonly pastLength: number;
  /** How many of the last positions need a row of logits; at least 1. */
  readonly rows: number;
}

/** What a pass gives. */
export interface DecoderOutput {
  /** Rows of the last positions, at least as many as were asked for; valid until the next pass. */
  readonly logits: Float32Array;
  readonly vocabularySize: number;
  /** Keys and values of all tokens so far, by the name under which the next pass reads them. */
  readonly present: CacheTensors;
}

/** A causal model, one pass at a time. */
export interface DecoderModel {
  readonly contextLength: number;
  readonly vocabularySize: number;
  /** Whether passes hand keys and values on; without, every pass is over the whole text. */
  readonly hasCache: boolean;
  /** Tokens that a pass may take now. Default: {@linkcode PREFILL_CHUNK}. */
  readonly chunk?: number;
  /** Sums up a row of the last pass. Default: plain TypeScript. */
  readonly summarize?: SummarizeRow;
  /** @throws {ModelError} `aborted`, of a model that can be stopped within a pass. */
  run(step: DecoderStep, signal?: AbortSignal): Promise<DecoderOutput>;
}

/** Sees the row of logits after a position. The row is valid during the call only. */
type RowVisitor = (row: Float32Array, position: number) => void;

/** What a pass over a text needs to know. */
export interface PassOptions {
  /** First position to visit a row for; all later ones are visited too, in order. */
  readonly firstRow: number;
  /** Whether the cache may be read and kept. */
  readonly cache: boolean;
  readonly signal: AbortSignal;
  readonly visit: RowVisitor;
}

/** Tokens computed between two looks at the cancel signal. */
export const PREFILL_CHUNK = 128;

/** Runs texts through a model, keeping its keys and values between calls. */
export class Decoder {
  readonly #model: DecoderModel;
  readonly #cache = new KvCacheOwner();
  readonly #pause: () => Promise<void>;

  /** @param pause Awaited between chunks; must let messages in, so that a cancel can arrive. */
  constructor(model: DecoderModel, pause: () => Promise<void>) {
    this.#model = model;
    this.#pause = pause;
  }

  /**
   * Runs a text and visits the rows asked for. A canceled pass keeps what it has computed.
   *
   * @throws {ModelError} `bad_token`, `too_long`, `aborted`, `not_finite`; whatever the model throws.
   */
  async pass(tokens: readonly TokenId[], options: PassOptions): Promise<ModelRun> {
    checkTokens(tokens, this.#model);
    throwIfAborted(options.signal);
    const start = performance.now();
    if (!options.cache) this.#cache.clear();
    const reused = await this.#cache.reuse(tokens, Math.min(options.firstRow, tokens.length - 1));
    for (let from = reused, to = reused; from < tokens.length; from = to) {
      if (from > reused) await this.#pause();
      throwIfAborted(options.signal);
      const chunk = this.#model.hasCache ? this.#model.chunk ?? PREFILL_CHUNK : tokens.length;
      to = Math.min(from + chunk, tokens.length);
      await this.#runChunk(tokens, from, to, options);
    }
    if (!options.cache) this.#cache.clear();
    return {
      reused,
      computed: tokens.length - reused,
      milliseconds: performance.now() - start,
      cacheTokens: this.#cache.length,
      cacheBytes: this.#cache.bytes,
    };
  }

  /** Sums up a row that is being visited. */
  get summarize(): SummarizeRow {
    return this.#model.summarize ?? summarizeRow;
  }

  /** Drops the cache. */
  clear(): void {
    this.#cache.clear();
  }

  async #runChunk(tokens: readonly TokenId[], from: number, to: number, options: PassOptions): Promise<void> {
    const { firstRow, visit } = options;
    const output = await this.#model.run({
      tokens: tokens.slice(from, to),
      past: this.#cache.tensors,
      pastLength: from,
      rows: Math.max(1, to - Math.max(from, firstRow)),
    }, options.signal);
    this.#cache.replace(output.present, tokens.slice(0, to));
    const { logits, vocabularySize } = output;
    const rows = logits.length / vocabularySize;
    for (let position = Math.max(from, firstRow); position < to; position++) {
      const offset = (rows - (to - position)) * vocabularySize;
      const row = logits.subarray(offset, offset + vocabularySize);
      checkFinite(row);
      visit(row, position);
    }
  }
}

function checkTokens(tokens: readonly TokenId[], { contextLength, vocabularySize }: DecoderModel): void {
  if (tokens.length === 0) throw new ModelError("bad_token", "Cannot run the model: the text has no tokens");
  if (tokens.length > contextLength) {
    throw new ModelError(
      "too_long",
      `Cannot run the model: ${tokens.length} tokens do not fit its context of ${contextLength}, shorten the text`,
    );
  }
  const bad = tokens.find((id) => !Number.isInteger(id) || id < 0 || id >= vocabularySize);
  if (bad !== undefined) {
    throw new ModelError(
      "bad_token",
      `Cannot run the model: its vocabulary of ${vocabularySize} has no token "${bad}"`,
    );
  }
}

function checkFinite(row: Float32Array): void {
  // Four sums, none of which waits for another.
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < row.length; i += 4) {
    a += row[i]! * 0;
    b += row[i + 1]! * 0;
    c += row[i + 2]! * 0;
    d += row[i + 3]! * 0;
  }
  for (; i < row.length; i++) a += row[i]! * 0;
  if (a + b + c + d !== 0) {
    throw new ModelError(
      "not_finite",
      "The model answered with a number that is not finite: try another device",
    );
  }
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw new ModelError("aborted", "The request was canceled");
}
