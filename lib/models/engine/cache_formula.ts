/**
 * What one token of KV cache takes, read off the graph's own inputs.
 *
 * @module
 */
import type { SessionInput } from "@/lib/models/engine/causal_model.ts";

/** Bytes of one token's keys and values, and the arithmetic behind it. */
export interface CacheFormula {
  readonly bytesPerToken: number;
  readonly formula: string;
}

const BYTES: Readonly<Record<string, number>> = { float32: 4, float16: 2 };
const ENTRY = /^past_key_values\.\d+\.(key|value)$/;

/** Sums heads · size · bytes over the graph's key and value inputs, `[batch, heads, tokens, size]`. */
export function cacheFormula(inputs: readonly SessionInput[]): CacheFormula {
  const entries = inputs.flatMap(({ name, type, shape }) => {
    const kind = ENTRY.exec(name)?.[1];
    const [heads, size] = [shape?.[1], shape?.[3]];
    if (!kind || typeof heads !== "number" || typeof size !== "number") return [];
    return [{ heads, size, bytes: BYTES[type ?? ""] ?? 4 }];
  });
  const bytesPerToken = entries.reduce((sum, { heads, size, bytes }) => sum + heads * size * bytes, 0);
  return { bytesPerToken, formula: writeFormula(entries) };
}

function writeFormula(entries: readonly { heads: number; size: number; bytes: number }[]): string {
  const counts = new Map<string, number>();
  for (const { heads, size, bytes } of entries) {
    const term = `${heads} heads · ${size} · ${bytes} bytes`;
    counts.set(term, (counts.get(term) ?? 0) + 1);
  }
  const terms = [...counts].map(([term, count]) =>
    count % 2 === 0 ? `2 · ${count / 2} layers · ${term}` : `${count} tensors · ${term}`
  );
  return terms.join(" + ");
}
