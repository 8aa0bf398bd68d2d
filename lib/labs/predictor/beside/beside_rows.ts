import { type RowView, rowView } from "@/lib/labs/predictor/views/distribution_view.ts";
import type { TokenView } from "@/lib/labs/predictor/views/token_view.ts";
import type { Distribution } from "@/lib/lm/sampler/distribution.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";

/** One token in two models' distributions; null where a model's vocabulary has none of exactly these bytes. */
interface BesideRow {
  readonly token: TokenView;
  readonly first: RowView | null;
  readonly second: RowView | null;
}

/** A distribution with the model that made it. */
export interface Side {
  readonly model: LanguageModel;
  readonly source: Distribution;
}

/** Tokens that each model brings. */
const EACH = 6;

/**
 * The likeliest tokens of both models, each once, aligned by their bytes; the likeliest of either first.
 *
 * Special tokens have no bytes of their own in a text: they are alike where both are and their bytes are.
 */
export function besideRows(first: Side, second: Side): BesideRow[] {
  const rows = new Map<string, BesideRow>();
  for (const side of [first, second]) {
    for (const { id } of side.source.rows.slice(0, EACH)) {
      const { vocabulary } = side.model;
      const key = `${vocabulary.isSpecial(id)} ${keyOf(vocabulary.bytes(id))}`;
      if (rows.has(key)) continue;
      const [a, b] = [find(first, side, id), find(second, side, id)];
      rows.set(key, { token: (a ?? b)!.token, first: a, second: b });
    }
  }
  return [...rows.values()].sort((a, b) => likelier(b) - likelier(a));
}

/** A side's token of the same bytes as another side's. */
function find(side: Side, from: Side, id: number): RowView | null {
  const own = side === from ? id : idOf(side.model, from.model, id);
  return own === null ? null : rowView(side.source.lookup(own), side.model.vocabulary);
}

const indexes = new WeakMap<LanguageModel, ReadonlyMap<string, number>>();

function idOf(model: LanguageModel, other: LanguageModel, id: number): number | null {
  let index = indexes.get(model);
  if (index === undefined) indexes.set(model, index = indexOf(model));
  return index.get(`${other.vocabulary.isSpecial(id)} ${keyOf(other.vocabulary.bytes(id))}`) ?? null;
}

/** Ids by bytes; of equal ones the first. */
function indexOf({ vocabulary }: LanguageModel): ReadonlyMap<string, number> {
  const index = new Map<string, number>();
  for (let id = vocabulary.size - 1; id >= 0; id--) {
    index.set(`${vocabulary.isSpecial(id)} ${keyOf(vocabulary.bytes(id))}`, id);
  }
  return index;
}

function likelier({ first, second }: BesideRow): number {
  return Math.max(first?.shapedProbability ?? 0, second?.shapedProbability ?? 0);
}

function keyOf(bytes: Uint8Array): string {
  return bytes.join();
}
