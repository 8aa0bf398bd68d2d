/**
 * The pass behind a token that was just picked, begun before it is asked for: who decodes asks for it next, and the
 * threads go on computing while the token crosses to the page and the question comes back.
 *
 * @module
 */
import type { ModelRun, TokenId } from "@/lib/lm/language_model.ts";
import type { Decoder } from "@/lib/models/engine/decoder.ts";

/** A row that was computed ahead; valid until the next pass. */
interface RowAhead {
  readonly row: Float32Array;
  readonly run: ModelRun;
}

/** One pass at most is ahead. */
interface PassAhead {
  /** Begins the pass over a text once what waits has been done. */
  begin(tokens: readonly TokenId[]): void;
  /** The row behind a text where it was begun. What was begun for another text is stopped; null then, and where it failed. */
  take(tokens: readonly TokenId[]): Promise<RowAhead | null>;
}

/** @param pause Lets waiting work run. */
export function createPassAhead(decoder: Decoder, pause: () => Promise<void>): PassAhead {
  let ahead: {
    readonly tokens: readonly TokenId[];
    readonly controller: AbortController;
    readonly begun: Promise<RowAhead | null>;
  } | null = null;

  async function read(tokens: readonly TokenId[], signal: AbortSignal): Promise<RowAhead | null> {
    await pause();
    if (signal.aborted) return null;
    let row: Float32Array | null = null;
    const visit = (visited: Float32Array) => row = visited;
    const run = await decoder.pass(tokens, { firstRow: tokens.length - 1, cache: true, signal, visit });
    return row && { row, run };
  }

  return {
    begin(tokens) {
      const controller = new AbortController();
      // Whoever asks for the row meets the failure again, and says it.
      ahead = { tokens, controller, begun: read(tokens, controller.signal).catch(() => null) };
    },
    async take(tokens) {
      if (ahead === null) return null;
      const { tokens: expected, controller, begun } = ahead;
      ahead = null;
      const isAsked = expected.length === tokens.length && expected.every((id, at) => id === tokens[at]);
      if (!isAsked) controller.abort();
      const row = await begun;
      return isAsked ? row : null;
    },
  };
}
