/**
 * What counts and a network make of what was never seen together: zero, smoothed, generalized, seen, in one view.
 *
 * @module
 */
import type { LadderNetwork } from "@/lib/labs/ladder/ladder_network.ts";
import type { CountRung } from "@/lib/labs/ladder/token_ngrams.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";

/** A token by its bytes. */
interface NamedToken {
  readonly id: TokenId;
  /** UTF-8. */
  readonly bytes: readonly number[];
}

/** A next token under counts and under the network. */
interface PairRow extends NamedToken {
  /** How often it follows the last token of the context, and all of the context. */
  readonly afterLast: number;
  readonly afterContext: number;
  /** Count over total after all of the context; null where the context was never seen. */
  readonly counted: number | null;
  /** Kneser-Ney's 5-gram. */
  readonly smoothed: number;
  /** The neural n-gram. */
  readonly generalized: number;
}

/** The view of a context. JSON only. */
export interface UnseenPairs {
  /** The last four tokens of the text, which both look at. */
  readonly context: readonly NamedToken[];
  readonly vocabulary: number;
  /** Times that the context was seen, and different tokens behind it. */
  readonly seen: number;
  readonly different: number;
  readonly rows: readonly PairRow[];
  /** What the same context is in the network: side by side, [context · embedding], then [hidden]. */
  readonly embeddings: readonly number[];
  readonly embedding: number;
  readonly hidden: readonly number[];
  /** Logits of the rows' tokens; null where the network does not know one. */
  readonly logits: readonly (number | null)[];
  /** Tokens that the network has a logit for. */
  readonly known: number;
}

const EACH = 4;

/**
 * Looks a text's end up.
 *
 * @param rung The 5-gram: it looks at as many tokens as the network.
 */
export async function unseenPairs(
  tokenizer: LanguageModel,
  rungs: readonly CountRung[],
  network: LadderNetwork,
  text: string,
): Promise<UnseenPairs> {
  const rung = (name: CountRung["name"]) => rungs.find((each) => each.name === name)!;
  const { size: vocabulary } = tokenizer.vocabulary;
  const name = (id: TokenId): NamedToken => ({ id, bytes: Array.from(tokenizer.vocabulary.bytes(id)) });
  const ids = await tokenizer.encode(text);
  const [afterContext, afterLast] = [rung("kneser_ney_5").counts(ids), rung("bigram").counts(ids)];
  const smoothed = rung("kneser_ney_5").next(ids);
  const generalized = network.next(ids, vocabulary);
  const seen = [...afterContext.values()].reduce((sum, count) => sum + count, 0);
  const chosen = new Set([
    ...topTokens(generalized, EACH),
    ...mostFrequent(afterContext),
    ...mostFrequent(afterLast),
  ]);
  const { input, activations, logits } = network.pass(ids);
  const rows = [...chosen].map((id): PairRow => ({
    ...name(id),
    afterLast: afterLast.get(id) ?? 0,
    afterContext: afterContext.get(id) ?? 0,
    counted: seen === 0 ? null : (afterContext.get(id) ?? 0) / seen,
    smoothed: smoothed[id]!,
    generalized: generalized[id]!,
  })).sort((a, b) => b.generalized - a.generalized);
  const { shape, tokens } = network.facts;
  return {
    context: ids.slice(-shape.context).map(name),
    vocabulary,
    seen,
    different: afterContext.size,
    rows,
    embeddings: Array.from(input),
    embedding: shape.embedding,
    hidden: Array.from(activations),
    logits: rows.map(({ id }) => logits[tokens.indexOf(id, 1)] ?? null),
    known: tokens.length - 1,
  };
}

function mostFrequent(counts: ReadonlyMap<TokenId, number>): TokenId[] {
  return [...counts].sort(([a, first], [b, second]) => second - first || a - b).slice(0, EACH).map(([id]) =>
    id
  );
}
