/** How a text is cut into slices, and what is kept of the last one, on a network of numbers and a clock by hand. */
import { assertEquals, assertRejects } from "@std/assert";
import { createContextReader } from "@/lib/embedded/context_reader.ts";
import { type CausalNetwork, checkTokens } from "@/lib/embedded/network.ts";
import type { LogitsOptions, ModelRun } from "@/lib/lm/language_model.ts";

interface Setting {
  readonly chunk?: number;
  /** Milliseconds that a token takes. */
  readonly cost?: number;
  readonly sliceMilliseconds?: number;
  readonly cacheBytes?: number;
  readonly onPause?: () => void;
}

/** A reader, the passes that it made as [where, tokens, rows], and its pauses. */
function setUp({ chunk = 10, cost = 1, cacheBytes = 8, onPause, ...slice }: Setting = {}) {
  const passes: (readonly [number, number, number])[] = [];
  let time = 1000, pauses = 0;
  const network: CausalNetwork<{ length: number }> = {
    config: { vocabulary: 3, context: 40 },
    chunk,
    createMemory: () => ({ length: 0 }),
    cacheBytes: (memory) => cacheBytes * memory.length,
    forward(tokens, memory, rows) {
      passes.push([memory.length, tokens.length, rows]);
      memory.length += tokens.length;
      time += cost * tokens.length;
      const first = memory.length - rows;
      return Float32Array.from({ length: 3 * rows }, (_, at) => 10 * (first + Math.floor(at / 3)) + at % 3);
    },
  };
  const clock = { now: () => time, pause: () => Promise.resolve(void (pauses++, onPause?.())), ...slice };
  const reader = createContextReader(network, clock);
  let run: ModelRun | null = null;
  const read = async (length: number, options: LogitsOptions = {}, from = 0) => {
    passes.length = 0;
    pauses = 0;
    const tokens = Array.from({ length }, (_, at) => at < from ? 0 : 1 + at % 2);
    const rows = await reader.read(tokens, { ...options, onRun: (told) => run = told });
    return { rows: rows.map((row) => [...row]), run: run!, pauses };
  };
  const sizes = async (...asked: Parameters<typeof read>) => {
    const { pauses } = await read(...asked);
    assertEquals(pauses, passes.length - 1, "a pause between slices");
    return passes.map(([, tokens]) => tokens);
  };
  return { reader, read, sizes, passes };
}

Deno.test("a text is read in slices as long as the last one's speed allows", async () => {
  assertEquals(await setUp().sizes(8), [8]);
  assertEquals(await setUp().sizes(20), [8, 9, 3]);
  assertEquals(await setUp({ cost: 0 }).sizes(20), [8, 9, 3]);
  assertEquals(await setUp({ cost: 2 }).sizes(20), [8, 6, 6]);
  assertEquals(await setUp({ cost: 2.5 }).sizes(20), [8, 4, 4, 4]);
  assertEquals(await setUp({ cost: 12 }).sizes(20), [8, 2, 2, 2, 2, 2, 2]);
  assertEquals(await setUp({ cost: 99 }).sizes(14), [8, 2, 2, 2]);
  assertEquals(await setUp({ cost: 12, sliceMilliseconds: 40 }).sizes(20), [8, 3, 3, 3, 3]);
});

Deno.test("no token is left to be read alone where the one before has room for it", async () => {
  assertEquals(await setUp().sizes(9), [9]);
  assertEquals(await setUp().sizes(10), [8, 2]);
  assertEquals(await setUp().sizes(18), [8, 10]);
  assertEquals(await setUp({ cost: 12 }).sizes(13), [8, 2, 3]);
  assertEquals(await setUp({ chunk: 5 }).sizes(5), [5]);
  assertEquals(await setUp({ chunk: 5 }).sizes(6), [4, 2]);
  assertEquals(await setUp({ chunk: 2 }).sizes(4), [1, 1, 2]);
  assertEquals(await setUp({ chunk: 1 }).sizes(3), [1, 1, 1]);
});

Deno.test("rows are those of the last positions, in whichever slice they stand", async () => {
  const { read, passes } = setUp();
  assertEquals((await read(20)).rows, [[190, 191, 192]]);
  assertEquals(passes, [[0, 8, 0], [8, 9, 0], [17, 3, 1]]);
  const { rows } = await read(20, { rows: 5, cache: false });
  assertEquals(rows.map(([first]) => first), [150, 160, 170, 180, 190]);
  assertEquals(passes.reduce((sum, [, , asked]) => sum + asked, 0), 5);
});

Deno.test("what a text shares with the last one is kept, but for what its rows need", async () => {
  const { read, reader } = setUp();
  const reused = async (...asked: Parameters<typeof read>) => {
    const { run: { reused, computed } } = await read(...asked);
    assertEquals(reused + computed, asked[0]);
    return reused;
  };
  assertEquals(await reused(20), 0);
  assertEquals(await reused(21), 20, "appended");
  assertEquals(await reused(21), 19, "the same: two tokens are read again");
  assertEquals(await reused(15), 13, "a part of it");
  assertEquals(await reused(16, { rows: 4 }), 12);
  assertEquals(await reused(16, { rows: 16 }), 0);
  assertEquals(await reused(16, {}, 3), 0, "another beginning");
  assertEquals(await reused(17, { cache: false }, 3), 0);
  assertEquals(await reused(18, {}, 3), 17);
  assertEquals(await reused(19, { headsOff: ["1.2"] } as unknown as LogitsOptions, 3), 0, "other heads");
  assertEquals(await reused(20, { headsOff: ["1.2"] } as unknown as LogitsOptions, 3), 19);
  assertEquals(await reused(20, {}, 3), 0);
  reader.forget();
  assertEquals(await reused(21, {}, 3), 0);
  assertEquals(await reused(1), 0);
  assertEquals(await reused(1), 0);
});

Deno.test("a read tells what it took and what it holds", async () => {
  const { read } = setUp();
  const { milliseconds, cacheTokens, cacheBytes } = (await read(20)).run;
  assertEquals([milliseconds, cacheTokens, cacheBytes], [20, 20, 160]);
  const without = (await setUp({ cacheBytes: 0 }).read(20)).run;
  assertEquals([without.cacheTokens, without.cacheBytes], [0, 0]);
});

Deno.test("a read that is called off between slices keeps what it read; after the last it is done", async () => {
  const controller = new AbortController();
  const { read, passes } = setUp({ onPause: () => controller.abort() });
  const { signal } = controller;
  await assertRejects(() => read(20, { signal }), DOMException);
  assertEquals(passes.length, 2, "the slice after the pause ends it");
  assertEquals((await read(20)).run.reused, 17);
  await assertRejects(() => read(3, { signal }), DOMException);
  assertEquals(passes, []);
});

Deno.test("checkTokens() takes 1 to as many tokens as the context holds, each of the vocabulary", async () => {
  const size = { vocabulary: 3, context: 4 };
  const reason = (...tokens: number[]) =>
    assertRejects(() => Promise.resolve().then(() => checkTokens(tokens, size)), RangeError).then((e) =>
      e.message
    );
  for (const tokens of [[0], [2], [0, 1, 2, 0]]) checkTokens(tokens, size);
  assertEquals(await reason(), "A context needs at least one token");
  assertEquals(await reason(0, 0, 0, 0, 0), "The context holds 4 tokens: got 5");
  for (const bad of [3, -1, 0.5, NaN]) {
    assertEquals(await reason(1, bad), `Token ${bad} is not in the vocabulary of 3`);
  }
});
