/**
 * A cache in memory that is bounded in bytes: what was asked for longest ago goes first.
 *
 * @module
 */

/** Bytes by name. */
export interface ByteCache {
  /** The bytes, which count as asked for now. */
  get(key: string): Uint8Array<ArrayBuffer> | undefined;
  /** Keeps bytes, unless they alone are more than may be held. */
  set(key: string, bytes: Uint8Array<ArrayBuffer>): void;
  /** Bytes that are held, names included. */
  readonly size: number;
}

/** Creates a cache of at most `most` bytes. */
export function createByteCache(most: number): ByteCache {
  const entries = new Map<string, Uint8Array<ArrayBuffer>>();
  let size = 0;

  function remove(key: string): void {
    const known = entries.get(key);
    if (known === undefined) return;
    entries.delete(key);
    size -= sizeOf(key, known);
  }

  return {
    get(key) {
      const known = entries.get(key);
      if (known === undefined) return undefined;
      // A map keeps its order, so the one asked for last stands last.
      entries.delete(key);
      entries.set(key, known);
      return known;
    },
    set(key, bytes) {
      remove(key);
      if (sizeOf(key, bytes) > most) return;
      entries.set(key, bytes);
      size += sizeOf(key, bytes);
      for (const oldest of entries.keys()) {
        if (size <= most) break;
        remove(oldest);
      }
    },
    get size() {
      return size;
    },
  };
}

/** A string's characters take up to two bytes each. */
function sizeOf(key: string, bytes: Uint8Array): number {
  return key.length * 2 + bytes.length;
}
