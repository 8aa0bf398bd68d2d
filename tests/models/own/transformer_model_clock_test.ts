/** How long a pass goes on before it looks up, and how much the next one takes, on layers whose time is given. */
import { assertEquals, assertRejects, assertStrictEquals } from "@std/assert";
import { ModelError } from "@/lib/models/model_provider.ts";
import { transformerModel } from "@/lib/models/own/transformer_model.ts";
import type { LogitsVisitor, Transformer } from "@/lib/transformer/forward.ts";
import type { KvCache } from "@/lib/transformer/kv_cache.ts";

/** A model of three tokens whose layers take `layers` milliseconds. */
function setUp(layers: readonly number[], longest = 100, onPause: () => void = () => {}) {
  let time = 500, pauses = 0;
  const cache = { length: 0 } as KvCache;
  const rowsGiven: Float32Array[] = [];
  function* visitRows(tokens: readonly number[], memory: KvCache, rows: number, visit: LogitsVisitor) {
    for (const milliseconds of layers) {
      time += milliseconds;
      yield;
    }
    memory.length += tokens.length;
    for (let index = 0; index < rows; index++) {
      const row = Float32Array.of(10 * index, 10 * index + 1, 10 * index + 2);
      rowsGiven.push(row);
      visit(row, index);
    }
  }
  const transformer = {
    config: { context: 64, vocabulary: 3 },
    chunk: longest,
    createMemory: () => cache,
    cacheBytes: ({ length }: KvCache) => 8 * length,
    visitRows,
  } as unknown as Transformer;
  const pause = () => Promise.resolve(void (pauses++, time += 1000, onPause()));
  const model = transformerModel(transformer, { now: () => time, pause });
  const run = (length: number, rows = 1, pastLength = 0, signal?: AbortSignal) =>
    model.run({ tokens: new Array(length).fill(0), past: null, pastLength, rows }, signal);
  return { model, run, cache, rowsGiven, pauses: () => pauses };
}

Deno.test("a model takes 16 tokens at first, or what a pass holds where that is less", () => {
  assertEquals([setUp([]).model.chunk, setUp([], 8).model.chunk], [16, 8]);
});

Deno.test("the next chunk is what the slowest layer reads in 30 milliseconds", async () => {
  const chunk = async (layers: readonly number[], longest = 100) => {
    const { model, run } = setUp(layers, longest);
    await run(10);
    return model.chunk;
  };
  assertEquals(await chunk([5, 15, 10]), 20);
  assertEquals(await chunk([15, 5, 10]), 20);
  assertEquals(await chunk([7]), 42);
  assertEquals(await chunk([100]), 3);
  assertEquals(await chunk([300]), 1);
  assertEquals(await chunk([400]), 1);
  assertEquals(await chunk([0.01]), 100);
  assertEquals(await chunk([0, 0]), 100);
  assertEquals(await chunk([0.5, 0.25], 1e6), 600);
  assertEquals(await chunk([0, 0], 1e6), 30_000, "a hundredth of a millisecond at least");
});

Deno.test("a pass lets messages in after more than 30 milliseconds, and counts anew from there", async () => {
  const pauses = async (layers: readonly number[]) => {
    const { run, pauses, model } = setUp(layers);
    await run(10);
    return [pauses(), model.chunk];
  };
  assertEquals(await pauses([30]), [0, 10]);
  assertEquals(await pauses([31]), [1, 9]);
  assertEquals(await pauses([15, 15, 15]), [1, 20], "the pause is no layer's time");
  assertEquals(await pauses([20, 20, 20, 20]), [2, 15]);
  assertEquals(await pauses([10, 10, 10, 10, 10, 10]), [1, 30]);
});

Deno.test("a pass that is called off in a pause ends there, and one without a signal goes on", async () => {
  const controller = new AbortController();
  const { run, cache } = setUp([40, 40], 100, () => controller.abort());
  const error = await assertRejects(() => run(10, 1, 0, controller.signal), ModelError);
  assertEquals([error.code, cache.length], ["aborted", 0]);
  await run(10);
  assertEquals(cache.length, 10);
});

Deno.test("one row stays where it was computed, several are gathered in order", async () => {
  const { run, rowsGiven } = setUp([1]);
  const one = await run(4);
  assertStrictEquals(one.logits, rowsGiven[0]);
  const { logits, vocabularySize } = await run(4, 2);
  assertEquals([[...logits], vocabularySize], [[0, 1, 2, 10, 11, 12], 3]);
});

Deno.test("a pass goes on behind what the cache holds, and its tensor is cropped by a number", async () => {
  const { run, cache, model } = setUp([1]);
  const { present } = await run(5, 1, 7);
  const held = present.get("cache")!;
  assertEquals([cache.length, held.length, held.bytes], [12, 12, 96]);
  const shorter = await held.crop(3);
  assertEquals([shorter.length, shorter.bytes, present.size], [3, 24, 1]);
  assertEquals([model.contextLength, model.vocabularySize, model.hasCache], [64, 3, true]);
});
