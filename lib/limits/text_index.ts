/** Where texts stand in a corpus. */
export interface TextIndex {
  readonly text: string;
  /** First place of a text from a position on, in UTF-16 units; -1 for none. */
  find(text: string, from?: number): number;
}

/** Units that are hashed. */
const KEY = 8;
const BUCKETS = 2 ** 20;

/** Indexes a corpus by its stretches of eight units: 4 bytes for each unit, and as exact as a search. */
export function createTextIndex(text: string): TextIndex {
  const heads = new Int32Array(BUCKETS).fill(-1);
  const next = new Int32Array(Math.max(0, text.length - KEY + 1));
  // From the end, so that each chain begins with the first place.
  for (let at = next.length - 1; at >= 0; at--) {
    const bucket = bucketOf(text, at);
    next[at] = heads[bucket]!;
    heads[bucket] = at;
  }
  return {
    text,
    find(wanted, from = 0) {
      if (wanted.length < KEY) return text.indexOf(wanted, from);
      for (let at = heads[bucketOf(wanted, 0)]!; at >= 0; at = next[at]!) {
        if (at >= from && text.startsWith(wanted, at)) return at;
      }
      return -1;
    },
  };
}

function bucketOf(text: string, at: number): number {
  let hash = 0;
  for (let i = at; i < at + KEY; i++) hash = Math.imul(hash, 31) + text.charCodeAt(i) | 0;
  hash = Math.imul(hash ^ hash >>> 15, 0x2c1b3c6d);
  return (hash ^ hash >>> 12) >>> 0 & BUCKETS - 1;
}
