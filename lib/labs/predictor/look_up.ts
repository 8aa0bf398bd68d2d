/**
 * The probability of any token, looked up by its text or its id.
 *
 * @module
 */
import { type RowView, rowView } from "@/lib/labs/predictor/views/distribution_view.ts";
import type { Distribution } from "@/lib/lm/sampler/distribution.ts";
import type { LanguageModel, TokenId } from "@/lib/lm/language_model.ts";

/** What a look-up found. */
export interface LookedUp {
  readonly asked: string;
  /** One row for each reading of what was asked: as it stands, and with a space in front. */
  readonly rows: readonly { readonly row: RowView; readonly tokens: number }[];
  /** Why nothing was found; empty otherwise. */
  readonly reason: string;
}

/**
 * Looks a token up: `#123` by id, anything else by text, with and without a space in front. A text of several
 * tokens gives its first.
 */
export async function lookUp(asked: string, model: LanguageModel, source: Distribution): Promise<LookedUp> {
  if (asked === "") return { asked, rows: [], reason: "Type a token's text, or # and its id." };
  const { size } = model.vocabulary;
  const readings = /^#\d+$/.test(asked) ? [[Number(asked.slice(1))]] : await readText(asked, model);
  const known = readings.filter(([id]) => id !== undefined && id < size);
  if (known.length === 0) return { asked, rows: [], reason: `Ids run from 0 to ${size - 1}.` };
  const rows = known.map((ids) => ({
    row: rowView(source.lookup(ids[0] ?? 0), model.vocabulary),
    tokens: ids.length,
  }));
  return { asked, rows, reason: "" };
}

async function readText(text: string, model: LanguageModel): Promise<TokenId[][]> {
  const plain = await model.encode(text);
  if (/^\s/.test(text)) return [plain];
  const spaced = await model.encode(` ${text}`);
  return spaced[0] === plain[0] ? [plain] : [spaced, plain];
}
