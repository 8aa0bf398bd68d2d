import type { TableRow } from "@/lib/lm/generation/table_model.ts";

/** A row in which one token has a share and the others keep their proportions, so that the sum is 1 again. */
export function withShare(row: TableRow, token: string, share: number): Map<string, number> {
  const others = [...row].filter(([each]) => each !== token);
  const rest = others.reduce((sum, [_, p]) => sum + p, 0);
  const left = 1 - share;
  const scaled = (p: number) => rest > 0 ? p / rest * left : left / others.length;
  return new Map([...row].map(([each, p]) => [each, each === token ? share : scaled(p)]));
}
