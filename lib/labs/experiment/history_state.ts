/**
 * What a page keeps in its entry of the browser's history, beside an address that may be too short for it.
 *
 * @module
 */
import type { FieldTable } from "@/lib/experiment/codec.ts";

/** What an entry keeps; survives a reload. */
export interface HistoryState {
  /** The whole query, as an address without bounds would write it. */
  readonly query: string;
  /** Texts of fields that cannot be read, by name. */
  readonly drafts: Readonly<Record<string, string>>;
  /** How many entries of this page lie behind this one. */
  readonly depth: number;
}

/** What an entry says: the whole query, some values over those of the address, or nothing. */
export interface KeptState<Q> extends Omit<HistoryState, "query">, Partial<Pick<HistoryState, "query">> {
  readonly values?: Partial<Q>;
}

/** What entries held before every lab kept the same: values by name. A tab that is open may still have one. */
interface OlderState {
  readonly fields?: Readonly<Record<string, unknown>>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Reads what an entry of the history holds, whoever wrote it. Total. */
export function readHistoryState<Q extends object>(
  fields: FieldTable<Q>,
  state: unknown,
): KeptState<Q> {
  const { query, drafts = {}, depth = 0, ...older } = (state ?? {}) as Partial<HistoryState> & OlderState;
  if (typeof query === "string") return { query, drafts, depth };
  const values = older.fields ?? older.settings;
  if (!values) return { drafts: {}, depth: 0 };
  const usable = Object.entries(values).filter(([name, value]) =>
    fields[name as keyof Q]?.check(value as Q[keyof Q]) === null
  );
  return { drafts: {}, depth, values: Object.fromEntries(usable) as Partial<Q> };
}
