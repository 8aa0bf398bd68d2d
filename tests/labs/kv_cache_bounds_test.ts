/** What /kv-cache draws and says at its bounds: lengths of the plot, sizes of cards, ranges and drags. */
import { assertEquals } from "@std/assert";
import { initialState } from "@/lib/experiment/codec.ts";
import { KV_CACHE_FIELDS, type KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import { kvCacheQuestion } from "@/lib/experiment/fields/kv_cache_question.ts";
import { type CacheRoom, cacheRoom } from "@/lib/labs/kv_cache/cache_room.ts";
import { decodeSteps } from "@/lib/labs/kv_cache/decode_steps.ts";
import { kvCacheView } from "@/lib/labs/kv_cache/kv_cache_view.ts";
import { lengthAt } from "@/lib/labs/kv_cache/length_at.ts";
import { roomSentence } from "@/lib/labs/kv_cache/room_sentence.ts";

const QUERY: KvCacheQuery = initialState(KV_CACHE_FIELDS);

function viewOf(patch: Partial<KvCacheQuery>) {
  const made = kvCacheView({ ...QUERY, ...patch });
  if ("problem" in made) throw new Error(made.problem);
  return made;
}

function questionOf(patch: Partial<KvCacheQuery>) {
  const made = kvCacheQuestion({ ...QUERY, ...patch });
  if ("problem" in made) throw new Error(made.problem);
  return made.question;
}

const roomOf = (patch: Partial<KvCacheQuery>) => cacheRoom({ ...QUERY, ...patch }, questionOf(patch));

Deno.test("the plot runs from 1,024 tokens to 131,072, or to the power of two that holds the visitor's length", () => {
  const lengths = (tokens: number) => {
    const { points } = viewOf({ tokens }).curves[0]!;
    return [points.length, points[0]![0], points.at(-1)![0]];
  };
  assertEquals([lengths(0), lengths(131_072)], [[8, 1024, 131_072], [8, 1024, 131_072]]);
  assertEquals([lengths(131_073), lengths(1_000_000)], [[9, 1024, 262_144], [11, 1024, 1_048_576]]);
});

Deno.test("each batch has one line, and a line of memory is there where some is left, named for what is known", () => {
  const labels = (patch: Partial<KvCacheQuery>) => viewOf(patch).curves.map(({ label }) => label);
  assertEquals(labels({ batch: 1 }), ["1 sequence", "8 sequences"]);
  assertEquals(labels({ batch: 1000 }), ["1 sequence", "1,000 sequences", "8,000 sequences"]);
  assertEquals(labels({ batch: 1, memory_gib: 24 }).at(-1), "memory");
  assertEquals(labels({ batch: 1, memory_gib: 24, weights_gib: 20 }).at(-1), "memory after weights");
  assertEquals(labels({ batch: 1, memory_gib: 24, weights_gib: 24 }), ["1 sequence", "8 sequences"]);
  const bounded = (batch: number) =>
    labels({ preset: "gpt-oss-20b", batch }).filter((label) => label.startsWith("upper"));
  assertEquals([bounded(2000), bounded(0)], [["upper bound of 2,000"], []]);
  assertEquals(viewOf({ memory_gib: 24, weights_gib: 20 }).curves.at(-1)!.points[3], [8192, 4]);
});

Deno.test("a room without a named card is one of 24 GiB; a number of layers has no other name", () => {
  assertEquals([roomOf({}).card, roomOf({ memory_gib: 80 }).card], [24, 80]);
  assertEquals([roomOf({}).name, roomOf({ preset: "llama-3.1-8b" }).name], [
    "a model of 32 layers",
    "Llama-3.1-8B",
  ]);
  const config = JSON.stringify({ num_hidden_layers: 2, num_attention_heads: 2, head_dim: 8 });
  assertEquals([roomOf({ config }).name, roomOf({ config, repository: "o/n" }).name], [
    "this configuration",
    "n",
  ]);
});

Deno.test("weights in four bits are told where they are known, computed, and larger as they are", () => {
  const int4 = (patch: Partial<KvCacheQuery>) => roomOf({ preset: "llama-3.1-8b", ...patch }).weightsInt4;
  const { weights } = roomOf({ preset: "llama-3.1-8b" });
  assertEquals([int4({}), int4({ weight_dtype: "int8" })], [weights / 4, weights / 4]);
  assertEquals([int4({ weight_dtype: "int4" }), int4({ weights_gib: 9 }), roomOf({}).weightsInt4], [
    null,
    null,
    null,
  ]);
});

const ROOM: CacheRoom = {
  name: "m",
  card: 24,
  weights: 8,
  knowsWeights: true,
  cache: 1,
  upperCache: 1,
  free: 15,
  longest: { least: 1000, most: 1000 },
  users: { least: 3, most: 3 },
  weightsInt4: null,
  contextLength: null,
};

Deno.test("the sentence says one figure where bounds are within a hundredth, and both where they are not", () => {
  const said = (patch: Partial<CacheRoom>, tokens = 512) => roomSentence({ ...ROOM, ...patch }, tokens);
  const lead = "On a 24 GiB card, m leaves room for one conversation of";
  assertEquals(said({}), `${lead} 1,000 tokens, or 3 of 512.`);
  assertEquals(said({ longest: { least: 990, most: 1000 } }), `${lead} 990 tokens, or 3 of 512.`);
  assertEquals(said({ longest: { least: 989, most: 1000 } }), `${lead} 989 to 1,000 tokens, or 3 of 512.`);
  assertEquals(said({ longest: { least: -1, most: 1000 } }), `${lead} 0 to 1,000 tokens, or 3 of 512.`);
  assertEquals(said({ longest: { least: 7, most: Infinity } }), `${lead} 7 or more tokens, or 3 of 512.`);
  assertEquals(said({ users: { least: 0, most: 0 } }), `${lead} 1,000 tokens, and none of 512.`);
  assertEquals(said({ users: { least: 0, most: 1 } }), `${lead} 1,000 tokens, or 0 to 1 of 512.`);
  assertEquals(
    said({ longest: { least: Infinity, most: Infinity }, users: { least: Infinity, most: Infinity } }, 0),
    "On a 24 GiB card, m leaves room for conversations of any length.",
  );
});

Deno.test("weights as large as the card do not fit; below it there may be no room beside them", () => {
  const said = (patch: Partial<CacheRoom>) => roomSentence({ ...ROOM, ...patch }, 512);
  assertEquals(
    said({ weights: 24 }),
    "M does not fit on a 24 GiB card: the weights alone are 24 GiB, 0 too many.",
  );
  assertEquals(
    said({ weights: 99.994, weightsInt4: 25.126 }),
    "M does not fit on a 24 GiB card: the weights alone are 99.99 GiB, 75.99 too many; in int4 25.13.",
  );
  assertEquals(
    said({ weights: 124.4 }),
    "M does not fit on a 24 GiB card: the weights alone are 124 GiB, 100 too many.",
  );
  assertEquals(
    said({ longest: { least: -9, most: -1 } }),
    "Beside m's weights, a 24 GiB card has no room for one conversation.",
  );
  assertEquals(said({ longest: { least: 0, most: 0 } }).slice(0, 27), "On a 24 GiB card, m leaves ");
});

Deno.test("a drag's length is rounded to what a step of it can tell apart, and ends at 2^24 where any fits", () => {
  // One token is 131,072 bytes: a GiB holds 8,192 of them; four sequences share it.
  const question = questionOf({ batch: 1 });
  assertEquals([lengthAt(question, 1, 1 / 8192), lengthAt(question, 1 + 1 / 8192, 1 / 8192)], [8192, 8193]);
  assertEquals(lengthAt(question, 1 + 5 / 8192, 4 / 8192), 8196);
  assertEquals([lengthAt(questionOf({ batch: 4 }), 1, 1 / 8192), lengthAt(question, 0, 0.1)], [2048, 0]);
  assertEquals(lengthAt(questionOf({ batch: 1, weights_gib: 2 }), 3, 1 / 8192), 8192);
  assertEquals(lengthAt(questionOf({ preset: "mamba-2.8b-hf" }), 24, 0.1), 2 ** 24);
});

Deno.test("a prompt is read once and each token after it once, or everything again each time", () => {
  assertEquals(decodeSteps(5, 2), {
    steps: [{ reused: 5, recomputed: 5 }, { reused: 1, recomputed: 6 }, { reused: 1, recomputed: 7 }],
    reusedTotal: 7,
    recomputedTotal: 18,
  });
});
