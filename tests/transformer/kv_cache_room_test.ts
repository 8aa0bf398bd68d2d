/** The room of a KV cache: when it grows, by how much, and what is left where the memory runs out. */
import { assertEquals, assertThrows } from "@std/assert";
import type { TransformerConfig } from "@/lib/transformer/config.ts";
import { cacheBytes, createKvCache, remember } from "@/lib/transformer/kv_cache.ts";

/** Keys of two heads of four channels. */
const CONFIG: TransformerConfig = {
  kind: "llama",
  ...{ vocabulary: 9, context: 1000, layers: 2, width: 24, heads: 6, keyHeads: 2, feedForward: 8 },
  ...{ ropeBase: 10_000, normEpsilon: 1e-5 },
};
const KEY_WIDTH = 8;

/** Memory that is counted, and refused from a request on. */
function memory(refusedFrom = Infinity) {
  const asked: number[] = [], released: number[] = [];
  const room = { refusedFrom };
  const floats = (length: number) => {
    if (asked.length + 1 >= room.refusedFrom) throw new RangeError("No memory");
    asked.push(length / KEY_WIDTH);
    return new Float32Array(length);
  };
  const release = ({ length }: Float32Array) => void released.push(length / KEY_WIDTH);
  return { ops: { floats, release }, asked, released, room };
}

Deno.test("a cache begins with 256 positions, or the context where that is less, and one row more", () => {
  const first = (context: number) => {
    const { ops, asked } = memory();
    createKvCache({ ...CONFIG, context }, ops);
    return asked;
  };
  assertEquals([first(1000), first(255)], [[257, 257, 257, 257], [256, 256, 256, 256]]);
});

Deno.test("a cache doubles once it is full, takes what is asked for where that is more, and ends at the context", () => {
  const { ops, asked, released } = memory();
  const cache = createKvCache(CONFIG, ops);
  const grown = (positions: number) => {
    asked.length = released.length = 0;
    cache.reserve(positions);
    return asked.length === 0 ? null : [...new Set(asked), ...new Set(released)];
  };
  cache.keys[1]![KEY_WIDTH * 255] = 7;
  cache.values[0]![3] = 9;
  assertEquals([grown(1), grown(256)], [null, null]);
  assertEquals(grown(257), [513, 257]);
  assertEquals(grown(512), null);
  assertEquals(grown(513), [1001, 513]);
  assertEquals(grown(1000), null);
  assertEquals([cache.keys[1]![KEY_WIDTH * 255], cache.values[0]![3]], [7, 9]);
  const wide = memory();
  createKvCache(CONFIG, wide.ops).reserve(600);
  assertEquals(wide.asked.slice(4), [601, 601, 601, 601]);
});

Deno.test("a cache that does not get its memory grows only the rest once it does", () => {
  const { ops, asked, room } = memory(7);
  const cache = createKvCache(CONFIG, ops);
  assertThrows(() => cache.reserve(300), RangeError);
  assertEquals(asked.slice(4), [513, 513], "both layers' keys");
  room.refusedFrom = Infinity;
  cache.reserve(300);
  assertEquals(asked.slice(4), [513, 513, 513, 513]);
});

Deno.test("a cache gives all of its room back once", () => {
  const { ops, released } = memory();
  const cache = createKvCache(CONFIG, ops);
  cache.release();
  cache.release();
  assertEquals([released, cache.keys, cache.values], [[257, 257, 257, 257], [], []]);
});

Deno.test("remember() writes rows to their places; where tokens are shifted, every other quarter goes one row on", () => {
  const rows = Float32Array.from({ length: 16 }, (_, at) => at + 1);
  const written = (config: TransformerConfig, tokens: number) => {
    const cached = new Float32Array(40);
    remember(config, rows, tokens, 1, cached);
    return [...cached];
  };
  const [zeros, first, second] = [new Array(8).fill(0), [1, 2, 3, 4, 5, 6, 7, 8], [
    9,
    10,
    11,
    12,
    13,
    14,
    15,
    16,
  ]];
  assertEquals(written(CONFIG, 2), [...zeros, ...first, ...second, ...zeros, ...zeros]);
  assertEquals(written(CONFIG, 1), [...zeros, ...first, ...zeros, ...zeros, ...zeros]);
  const { kind: _, ...shifted } = CONFIG;
  assertEquals(written(shifted, 2), [
    ...zeros,
    ...[1, 0, 3, 0, 5, 0, 7, 0],
    ...[9, 2, 11, 4, 13, 6, 15, 8],
    ...[0, 10, 0, 12, 0, 14, 0, 16],
    ...zeros,
  ]);
});

Deno.test("cacheBytes() counts keys and values of the filled positions in every layer", () => {
  const { ops } = memory();
  const cache = createKvCache(CONFIG, ops);
  cache.length = 3;
  assertEquals(cacheBytes(cache, CONFIG), 3 * 2 * 2 * KEY_WIDTH * 4);
});
