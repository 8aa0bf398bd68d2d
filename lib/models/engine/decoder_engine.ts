/**
 * An engine around a decoder: rows of logits, scores, and every failure as a {@linkcode ModelError}.
 *
 * @module
 */
import { decideToken, type TokenDecision } from "@/lib/lm/generation/decide_token.ts";
import { scoreToken } from "@/lib/lm/loss/score_token.ts";
import type { Engine, EngineFacts } from "@/lib/models/engine.ts";
import type { Decoder } from "@/lib/models/engine/decoder.ts";
import { createPassAhead } from "@/lib/models/engine/pass_ahead.ts";
import { toModelError } from "@/lib/models/engine/engine_error.ts";
import type { TextCodec } from "@/lib/models/engine/text_codec.ts";
import { ModelError } from "@/lib/models/model_provider.ts";

/** What an engine is made of besides its decoder. */
interface EngineParts {
  readonly facts: EngineFacts;
  readonly lost: Engine["lost"];
  /** Gives back what the decoder's model holds. */
  release(): unknown;
  /** Lets waiting work run. Default: no pass is begun before it is asked for. */
  readonly pause?: () => Promise<void>;
}

/** Makes an engine. */
export function decoderEngine(
  codec: TextCodec,
  decoder: Decoder,
  { facts, lost, release, pause }: EngineParts,
): Engine {
  const ahead = pause ? createPassAhead(decoder, pause) : null;
  return {
    facts,
    lost,
    encode: codec.encode,
    encodeChat: codec.encodeChat,
    async logits(tokens, { rows: count, cache, signal }) {
      await ahead?.take([]);
      const rows: Float32Array<ArrayBuffer>[] = [];
      const firstRow = Math.max(0, tokens.length - Math.max(1, count));
      const visit = (row: Float32Array) => rows.push(owned(row));
      const run = await attempt(() => decoder.pass(tokens, { firstRow, cache, signal, visit }));
      return { rows, run };
    },
    async decide(tokens, { question, cache, signal }) {
      let decision: TokenDecision | null = null;
      const visit = (row: Float32Array) => decision = decideToken(row, question, decoder.summarize);
      const known = await ahead?.take(cache ? tokens : []) ?? null;
      if (signal.aborted) throw new ModelError("aborted", "The request was canceled");
      const run = await attempt(async () => {
        if (known === null) {
          return await decoder.pass(tokens, {
            firstRow: Math.max(0, tokens.length - 1),
            cache,
            signal,
            visit,
          });
        }
        visit(known.row);
        return known.run;
      });
      const { id } = decision!;
      if (cache && !facts.endTokens.includes(id)) ahead?.begin([...tokens, id]);
      return { decision: decision!, run };
    },
    async score(tokens, { from, top, signal }) {
      await ahead?.take([]);
      if (from === 0 && facts.beginToken === null) {
        throw new ModelError(
          "bad_token",
          "Cannot score the first token: the model has no begin token, score from 1",
        );
      }
      const text = from === 0 ? [facts.beginToken!, ...tokens] : tokens;
      const firstRow = Math.max(from, 1) - 1;
      // The last token is scored and not read: a text may have one more than the context holds.
      const context = text.slice(0, -1);
      if (firstRow >= context.length) return [];
      const scored: ReturnType<typeof scoreToken>[] = [];
      const visit = (row: Float32Array, position: number) =>
        void scored.push(scoreToken(row, text[position + 1]!, top));
      await attempt(() => decoder.pass(context, { firstRow, cache: true, signal, visit }));
      return scored;
    },
    async dispose() {
      await ahead?.take([]);
      decoder.clear();
      await release();
    },
  };
}

/** A row that is alone in its buffer may be given away; of several each is copied. */
function owned(row: Float32Array): Float32Array<ArrayBuffer> {
  return row.buffer instanceof ArrayBuffer && row.byteLength === row.buffer.byteLength
    ? row as Float32Array<ArrayBuffer>
    : new Float32Array(row);
}

async function attempt<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    throw toModelError(error);
  }
}
