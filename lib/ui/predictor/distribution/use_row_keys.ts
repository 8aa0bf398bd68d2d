import { useRef } from "preact/hooks";
import type { TokenId } from "@/lib/lm/language_model.ts";

/**
 * Keys of a table's rows. A token keeps its row, so that its bar glides from where it was.
 *
 * @param ids Tokens of the rows, in their order.
 * @param still Whether nothing glides: then each place keeps its row, which is far less work than making and moving rows.
 * @returns A key for each row; the one that a row had before, where it is kept.
 */
export function useRowKeys(ids: readonly TokenId[], still: boolean): readonly number[] {
  const last = useRef({ keys: [] as readonly number[], byId: new Map<TokenId, number>(), used: 0 });
  const { keys: before, byId } = last.current;
  let { used } = last.current;
  const keys = ids.map((id, place) => (still ? before[place] : byId.get(id)) ?? used++);
  last.current = { keys, byId: new Map(ids.map((id, place) => [id, keys[place]!])), used };
  return keys;
}
