/** What /kv-cache answers first: how many tokens, how many users, and what a drag asks for. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initialState } from "@/lib/experiment/codec.ts";
import { KV_CACHE_FIELDS, type KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { kvCacheQuestion } from "@/lib/experiment/fields/kv_cache_question.ts";
import { cacheRoom } from "@/lib/labs/kv_cache/cache_room.ts";
import { decodeSteps } from "@/lib/labs/kv_cache/decode_steps.ts";
import { lengthAt } from "@/lib/labs/kv_cache/length_at.ts";
import { roomSentence } from "@/lib/labs/kv_cache/room_sentence.ts";
import { cacheMemory, GIB } from "@/lib/lm/kv_cache/cache_memory.ts";
import { recomputation } from "@/lib/lm/kv_cache/recomputation.ts";

function asked(patch: Partial<KvCacheQuery>) {
  const query = { ...initialState(KV_CACHE_FIELDS), ...patch };
  const result = kvCacheQuestion(query);
  if ("problem" in result) throw new Error(result.problem);
  return { query, question: result.question, room: cacheRoom(query, result.question) };
}

function said(patch: Partial<KvCacheQuery>): string {
  const { query, room } = asked(patch);
  return roomSentence(room, query.tokens);
}

Deno.test("roomSentence() says how many tokens and how many users a card has room for", () => {
  const llama = { preset: "llama-3.1-8b", memory_gib: 24, tokens: 8192 };
  assertEquals(
    said(llama),
    "On a 24 GiB card, Llama-3.1-8B leaves room for one conversation of 74,064 tokens, or 9 of 8,192.",
  );
  const { room, question } = asked(llama);
  const fits = (tokens: number) =>
    cacheMemory(question.model, { ...question.use, batch: 1, tokens }).lowerBytes + question.weightBytes! <=
      24 * GIB;
  assert(fits(room.longest.most) && !fits(room.longest.most + 1));
});

Deno.test("cacheRoom() leaves what weights and cache do not take, to the byte", () => {
  const { room, question } = asked({ preset: "llama-3.1-8b", memory_gib: 24, tokens: 8192, batch: 2 });
  const cache = cacheMemory(question.model, question.use).lowerBytes;
  // 2 · 32 layers · 8 heads · 128 numbers · 2 bytes for each of 8,192 tokens in two sequences.
  assertEquals(cache, 2 * 32 * 8 * 128 * 2 * 8192 * 2);
  assertAlmostEquals(room.free, (24 * GIB - question.weightBytes! - cache) / GIB, 1e-12);
  assertEquals([room.cache, room.knowsWeights, room.card], [2, true, 24]);
  const unknown = asked({ memory_gib: 24 }).room;
  assertEquals([unknown.weights, unknown.knowsWeights, unknown.free], [0, false, 24 - unknown.cache]);
  const tight = asked({ preset: "llama-3.1-70b", memory_gib: 24 }).room;
  assertAlmostEquals(tight.free, 24 - tight.weights - tight.cache, 1e-12);
});

Deno.test("roomSentence() says that weights alone do not fit, by how much, and what 4 bits would take", () => {
  assertEquals(
    said({ preset: "llama-3.1-70b", memory_gib: 24 }),
    "Llama-3.1-70B does not fit on a 24 GiB card: the weights alone are 131 GiB, 107 too many; in int4 32.85.",
  );
  const sizes = (weights_gib: number, memory_gib: number) =>
    /are (.*) GiB, (.*) too many/.exec(said({ weights_gib, memory_gib }))?.slice(1);
  // From 100 on in whole GiB, rounded.
  assertEquals([sizes(150.6, 30), sizes(150.4, 30.1), sizes(100, 0.25), sizes(99.996, 24)], [
    ["151", "121"],
    ["150", "120"],
    ["100", "99.75"],
    ["100", "76"],
  ]);
  assertEquals(sizes(99.99, 24.5), ["99.99", "75.49"]);
  const small = said({ weights_gib: 30, memory_gib: 24 });
  assertEquals(
    small,
    "A model of 32 layers does not fit on a 24 GiB card: the weights alone are 30 GiB, 6 too many.",
  );
});

Deno.test("roomSentence() makes no number up: unknown weights, states that do not grow", () => {
  assertEquals(
    said({}),
    "On a 24 GiB card, the cache alone of a model of 32 layers has room for one conversation of 196,608 tokens, " +
      "or 96 of 2,048.",
  );
  assertEquals(
    said({ tokens: 0 }),
    "On a 24 GiB card, the cache alone of a model of 32 layers has room for one conversation of 196,608 tokens.",
  );
  assert(said({ preset: "mamba-2.8b-hf", memory_gib: 24 }).includes("conversations of any length"));
});

Deno.test("lengthAt() gives the length whose cache ends where the handle was let go", () => {
  const { question, room } = asked({ preset: "llama-3.1-8b", memory_gib: 24, batch: 2 });
  for (const gib of [16, 20, 28]) {
    const tokens = lengthAt(question, gib, 0.075);
    const end = room.weights + cacheMemory(question.model, { ...question.use, tokens }).lowerBytes / GIB;
    assertAlmostEquals(end, gib, 0.075);
  }
  assertEquals(lengthAt(question, 3, 0.075), 0, "inside the weights");
});

Deno.test("decodeSteps() adds up to what the cache saves", () => {
  const { reusedTotal, recomputedTotal, steps } = decodeSteps(8, 5);
  const work = recomputation(8, 6);
  assertEquals([reusedTotal, recomputedTotal], [work.cachedPositions, work.recomputedPositions]);
  assertEquals(steps.length, 6);
});
