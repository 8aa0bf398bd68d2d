/** A configuration of unknown content: what counts as a number, a list, a switch, and what is left unread. */
import { assertEquals } from "@std/assert";
import {
  alonePart,
  configReader,
  count,
  innerPart,
  isOn,
  names,
  numberAt,
  numbers,
  peek,
  settle,
  size,
  text,
} from "@/lib/lm/kv_cache/config/reader.ts";
import { recurrentState } from "@/lib/lm/kv_cache/config/recurrent_sizes.ts";
import { unreadKeys } from "@/lib/lm/kv_cache/config/unread_keys.ts";

const of = (record: Record<string, unknown>) => configReader(record);
const used = (config: ReturnType<typeof of>) => [...config.scopes[0]!.used].sort();

Deno.test("count() believes whole numbers from 1 to 2^40, the first of its names", () => {
  const one = (value: unknown) => count(of({ a: value }), "a");
  assertEquals([1, 7, 2 ** 40].map(one), [1, 7, 2 ** 40]);
  const others = [0, -1, 1.5, 2 ** 40 + 1, NaN, Infinity, "7", true, null, undefined, [7]];
  assertEquals(others.map(one), others.map(() => null));
  assertEquals(count(of({ a: 0, b: 7, c: 9 }), "a", "b", "c"), 7);
  assertEquals(count(of({}), "__proto__", "constructor"), null);
});

Deno.test("count() uses what agrees or says nothing, and leaves what says something else", () => {
  const read = (record: Record<string, unknown>) => {
    const config = of(record);
    count(config, "a", "b", "c");
    return used(config);
  };
  assertEquals(read({ a: 7, b: 7, c: 9 }), ["a", "b"]);
  assertEquals(read({ a: null, b: 7, c: 0 }), ["a", "b"]);
  assertEquals(read({ a: "many" }), []);
});

Deno.test("size() takes 0 too, where no name has more", () => {
  assertEquals([size(of({ a: 0 }), "a", "b"), size(of({ a: 0, b: 3 }), "a", "b"), size(of({ a: -1 }), "a")], [
    0,
    3,
    null,
  ]);
});

Deno.test("text() and isOn() take their own types alone", () => {
  assertEquals([text(of({ a: "x" }), "a"), text(of({ a: 7 }), "a"), text(of({}), "a")], ["x", "", ""]);
  assertEquals([true, 1, "true", false].map((a) => isOn(of({ a }), "a")), [true, false, false, false]);
});

Deno.test("lists are believed up to 4,096 entries, each of the type that is asked for", () => {
  const list = (length: number) => new Array(length).fill(3);
  assertEquals([numbers(of({ a: list(1) }), "a")?.length, numbers(of({ a: list(4096) }), "a")?.length], [
    1,
    4096,
  ]);
  for (const a of [[], list(4097), [3, "x"], 3, null]) assertEquals(numbers(of({ a }), "a"), null);
  assertEquals([names(of({ a: ["x", "y"] }), "a"), names(of({ a: ["x", 3] }), "a")], [["x", "y"], null]);
  assertEquals([numberAt(of({ a: [5, "x"] }), "a", 0), numberAt(of({ a: [5, "x"] }), "a", 1)], [5, null]);
  assertEquals(numberAt(of({ a: [5] }), "a", 1), null);
  assertEquals([numberAt(of({ a: list(4096) }), "a", 4095), numberAt(of({ a: list(4097) }), "a", 0)], [
    3,
    null,
  ]);
});

Deno.test("a part falls back on what is around it, unless it stands alone", () => {
  const whole = of({ a: 1, b: 2, part: { a: 3 }, other: 7 });
  const inner = innerPart(whole, "part")!, alone = alonePart(whole, "part")!;
  assertEquals([peek(inner, "a"), peek(inner, "b")], [3, 2]);
  assertEquals([peek(alone, "a"), peek(alone, "b")], [3, undefined]);
  assertEquals([innerPart(whole, "other"), alonePart(whole, "none")], [null, null]);
  assertEquals(inner.scopes[0], alone.scopes[0], "one memory");
  settle(inner, "a", "b");
  assertEquals([used(whole), [...alone.scopes[0]!.used]], [["b", "part"], ["a"]]);
});

Deno.test("unreadKeys() names what may matter by its path, down to four levels, and forty at most", () => {
  const unread = (record: Record<string, unknown>) => unreadKeys(of(record));
  assertEquals(unread({ num_kv_heads: 3 }), ["num_kv_heads"]);
  for (const value of [0, -1, null, false, "", [], {}]) assertEquals(unread({ num_kv_heads: value }), []);
  const nested = (depth: number): Record<string, unknown> =>
    depth === 0 ? { num_kv_heads: 3 } : { inner: nested(depth - 1) };
  assertEquals(unread(nested(1)), ["inner.num_kv_heads"]);
  assertEquals(unread(nested(4)), ["inner.inner.inner.inner.num_kv_heads"]);
  assertEquals(unread(nested(5)), []);
  const many = (length: number) =>
    Object.fromEntries(Array.from({ length }, (_, at) => [`num_kv_heads_${at}`, 1]));
  assertEquals([unread(many(40)).length, unread(many(41)).length], [40, 40]);
});

Deno.test("recurrentState() of each family, with and without what it may leave out", () => {
  const state = (record: Record<string, unknown>) => {
    const found = recurrentState(of(record));
    return found && [found.stateSize, found.convolutionSize];
  };
  assertEquals(state({ model_type: "rwkv", hidden_size: 6, attention_hidden_size: 8 }), [40, 0]);
  assertEquals([state({ model_type: "rwkv", hidden_size: 6 }), state({ model_type: "rwkv" })], [
    [30, 0],
    null,
  ]);
  const seven = { model_type: "rwkv7", hidden_size: 12, head_size: 4 };
  assertEquals(state(seven), [12 * 4 + 24, 0]);
  assertEquals(state({ ...seven, attention_hidden_size: 8 }), [8 * 4 + 24, 0]);
  assertEquals(state({ ...seven, attention_hidden_size: 10 }), null);
  assertEquals(state({ model_type: "rwkv7", hidden_size: 128 }), [128 * 64 + 256, 0]);
  assertEquals([state({ ...seven, hidden_size: 0 }), state({ ...seven, head_size: 5 })], [null, null]);
  assertEquals(state({ ...seven, hidden_size: null, attention_hidden_size: 8 }), null);
  assertEquals(state({ model_type: "recurrent_gemma", hidden_size: 6 }), [6, 18]);
  assertEquals(state({ model_type: "recurrent_gemma", hidden_size: 6, lru_width: 5, conv1d_width: 3 }), [
    5,
    10,
  ]);
  assertEquals(state({ model_type: "recurrent_gemma" }), null);
  const matrix = { model_type: "xlstm", hidden_size: 16, num_heads: 2 };
  assertEquals(state(matrix), [2 * (4 * 8 + 4 + 1), 0]);
  assertEquals(state({ ...matrix, qk_dim_factor: 1, v_dim_factor: 2 }), [2 * (8 * 16 + 8 + 1), 0]);
  for (const qk_dim_factor of [0, -1, 16.5, "1"]) {
    assertEquals(state({ ...matrix, qk_dim_factor }), state(matrix));
  }
  assertEquals(state({ ...matrix, qk_dim_factor: 16 }), [2 * (128 * 8 + 128 + 1), 0]);
  assertEquals([state({ ...matrix, num_heads: 0 }), state({ ...matrix, hidden_size: 0 })], [null, null]);
  assertEquals(state({ ...matrix, hidden_size: 17 }), null);
});
