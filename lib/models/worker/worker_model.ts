/**
 * A loaded model that outlives its worker: when the worker or its device dies, a fresh one takes over and the
 * calls in flight are repeated on it, once.
 *
 * @module
 */
import type { DecideNext } from "@/lib/lm/generation/decide_token.ts";
import type {
  Backend,
  LogitsOptions,
  ModelId,
  ScoredToken,
  ScoreOptions,
  TokenId,
} from "@/lib/lm/language_model.ts";
import { unpackVocabulary, type Vocabulary } from "@/lib/lm/vocabulary.ts";
import { assertTokens } from "@/lib/models/engine/assert_tokens.ts";
import type { EngineFacts } from "@/lib/models/engine.ts";
import { type LoadedModel, type LoadReport, ModelError } from "@/lib/models/model_provider.ts";
import { BACKEND_NAMES, type ModelSession, type Started } from "@/lib/models/worker/model_session.ts";
import type { RequestFields, RequestType, Results } from "@/lib/models/worker/protocol.ts";
import { untilAborted } from "@/lib/models/worker/until_aborted.ts";

/** Starts the session that replaces a dead one. */
export type Replace = (dead: ModelSession, reason: ModelError, signal: AbortSignal) => Promise<Started>;

/** One model of one slot. Its state is a session, perhaps being replaced, until it is disposed. */
export class WorkerModel implements LoadedModel {
  onRecovery: LoadedModel["onRecovery"] = null;
  readonly id: ModelId;
  readonly vocabulary: Vocabulary;
  readonly contextLength: number;
  readonly beginToken: TokenId | null;
  readonly endTokens: readonly TokenId[];
  readonly cacheFormula: string;
  readonly #replace: Replace;
  readonly #disposal = new AbortController();
  #session: ModelSession;
  #report: LoadReport;
  #replacement: Promise<ModelSession> | null = null;
  /** Whether a call has succeeded since the session began: one that dies before is not revived unasked. */
  #proven = true;

  constructor(session: ModelSession, report: LoadReport, replace: Replace) {
    const { facts, spec } = session;
    this.id = { name: spec.name, revision: spec.revision, dtype: spec.dtype };
    this.vocabulary = unpackVocabulary(facts.vocabulary);
    this.contextLength = facts.contextLength;
    this.beginToken = facts.beginToken;
    this.endTokens = facts.endTokens;
    this.cacheFormula = facts.cacheFormula;
    this.#replace = replace;
    this.#report = report;
    this.#session = session;
    this.#adopt(session);
  }

  get backend(): Backend {
    return this.#session.facts.report.backend;
  }

  get report(): LoadReport {
    return this.#report;
  }

  get cacheBytesPerToken(): number {
    return this.#session.facts.cacheBytesPerToken;
  }

  encode(text: string): Promise<TokenId[]> {
    return this.#call("encode", { text: text.toWellFormed() });
  }

  encodeChat(text: string): Promise<TokenId[] | null> {
    if (!this.#session.facts.hasChatTemplate) return Promise.resolve(null);
    return this.#call("encode_chat", { text: text.toWellFormed() });
  }

  async logits(tokens: readonly TokenId[], options: LogitsOptions = {}): Promise<Float32Array[]> {
    const { rows = 1, cache = true, signal, onRun } = options;
    assertTokens(this, tokens);
    if (!Number.isInteger(rows) || rows < 1 || rows > tokens.length) {
      throw new RangeError(`Cannot return ${rows} rows for ${tokens.length} tokens`);
    }
    const result = await this.#call("logits", { tokens, rows, cache }, signal);
    onRun?.(result.run);
    return result.rows;
  }

  /** Only where rows are summed up faster than they cross threads; elsewhere the loop does both at once. */
  get decide(): DecideNext | undefined {
    return this.backend === "kernel" ? this.#decide : undefined;
  }

  readonly #decide: DecideNext = async (tokens, question, { cache = true, signal, onRun } = {}) => {
    assertTokens(this, tokens);
    const { decision, run } = await this.#call("decide", { tokens, question, cache }, signal);
    onRun?.(run);
    return decision;
  };

  async score(tokens: readonly TokenId[], options: ScoreOptions = {}): Promise<ScoredToken[]> {
    const { from = 1, top = 0, signal } = options;
    // The last token is scored and not read.
    assertTokens(this, tokens.length > 1 ? tokens.slice(0, -1) : tokens);
    assertTokens(this, tokens.slice(-1));
    return await this.#call("score", { tokens, from, top }, signal);
  }

  dispose(): Promise<void> {
    this.#disposal.abort(new ModelError("aborted", "The model was released: load it again"));
    this.#session.connection.terminate();
    return Promise.resolve();
  }

  async #call<T extends RequestType>(
    type: T,
    fields: RequestFields[T],
    callerSignal?: AbortSignal,
  ): Promise<Results[T]> {
    const own = this.#disposal.signal;
    const signal = callerSignal === undefined ? own : AbortSignal.any([callerSignal, own]);
    signal.throwIfAborted();
    const { connection } = this.#session;
    const session = connection.death === null
      ? this.#session
      : await untilAborted(this.#recover(this.#session, connection.death), signal);
    try {
      return await this.#ask(session, type, fields, signal);
    } catch (error) {
      if (signal.aborted || !(error instanceof ModelError) || !mustReplace(session, error)) throw error;
      const next = await untilAborted(this.#recover(session, error), signal);
      return await this.#ask(next, type, fields, signal);
    }
  }

  async #ask<T extends RequestType>(
    session: ModelSession,
    type: T,
    fields: RequestFields[T],
    signal: AbortSignal,
  ): Promise<Results[T]> {
    const result = await session.connection.request(type, fields, { signal });
    this.#proven = true;
    return result;
  }

  /** Every call that lost the same session waits for the same replacement. */
  #recover(dead: ModelSession, reason: ModelError): Promise<ModelSession> {
    if (this.#session !== dead) return Promise.resolve(this.#session);
    return this.#replacement ??= this.#takeOver(dead, reason).finally(() => this.#replacement = null);
  }

  async #takeOver(dead: ModelSession, reason: ModelError): Promise<ModelSession> {
    dead.connection.terminate(reason);
    this.#proven = false;
    const { session, notices } = await this.#replace(dead, reason, this.#disposal.signal);
    if (this.#disposal.signal.aborted) {
      session.connection.terminate();
      throw this.#disposal.signal.reason;
    }
    const message = recoveryMessage(dead, reason, session);
    this.#session = session;
    this.#report = {
      ...this.#report,
      ...measured(session.facts),
      notices: [...this.#report.notices, ...notices, message],
    };
    this.#adopt(session);
    this.onRecovery?.({ message, backend: this.backend });
    return session;
  }

  /** A worker that dies between calls is replaced at once, so that the next call finds it ready. */
  #adopt(session: ModelSession): void {
    session.connection.onDeath = (reason) => {
      if (!this.#proven) return;
      this.#recover(session, reason).catch(() => {
        // The next call tries again and reports what it meets.
      });
    };
  }
}

/** Whether a failure took the session with it. For numbers that are not finite onnxruntime on WASM is asked instead. */
function mustReplace(session: ModelSession, error: ModelError): boolean {
  return session.connection.death !== null ||
    session.facts.report.backend !== "wasm" && error.code === "not_finite";
}

/** What a session's facts say of the machine it runs on. */
export function measured({ report }: EngineFacts) {
  const { backend, engine, threads, crossOriginIsolated, expanded, expandedBytes, referenceMatches } = report;
  return { backend, engine, threads, crossOriginIsolated, expanded, expandedBytes, referenceMatches };
}

function recoveryMessage(dead: ModelSession, reason: ModelError, next: ModelSession): string {
  const [from, to] = [dead.facts.report.backend, next.facts.report.backend];
  const where = BACKEND_NAMES[to];
  const moved = to !== from;
  return `${reason.message}. The model runs again${moved ? `, now on ${where}` : ""}, and nothing was lost`;
}
