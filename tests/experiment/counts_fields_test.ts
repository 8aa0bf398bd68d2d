/** The addresses of /ngram and /kv-cache: round trips, garbage, and the names of the API. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  fieldNames,
  type FieldTable,
  formatFields,
  initialState,
  parseFields,
} from "@/lib/experiment/codec.ts";
import { KV_CACHE_FIELDS } from "@/lib/experiment/fields/kv_cache_query.ts";
import { NGRAM_FIELDS } from "@/lib/experiment/fields/ngram_fields.ts";
import { CACHE_DTYPES } from "@/lib/lm/kv_cache/cache_format.ts";
import { SMOOTHING_METHODS } from "@/lib/lm/ngram/smoothing.ts";
import { kvCacheRequest } from "@/routes/api/calculations/kv_cache_request.ts";

Deno.test("an address without a query is four sequences of 2,048 tokens, and writes itself as nothing", () => {
  const { query, notices } = parseFields(KV_CACHE_FIELDS, new URLSearchParams());
  assertEquals([query.batch, query.tokens, query.layers, query.kv_heads, query.head_dim], [
    4,
    2048,
    32,
    [8],
    128,
  ]);
  assertEquals([formatFields(KV_CACHE_FIELDS, query).toString(), notices], ["", []]);
});

const optional = (max: number) => fc.option(fc.integer({ min: 1, max }));
const cacheState = fc.record({
  batch: fc.integer({ min: 1, max: 1000 }),
  tokens: fc.integer({ min: 0, max: 1e9 }),
  kv_heads: fc.array(fc.integer({ min: 0, max: 65_536 }), { minLength: 1, maxLength: 9 }),
  window: optional(1e9),
  kv_lora_rank: optional(65_536),
  memory_gib: fc.option(fc.double({ min: 0, max: 1e6, noNaN: true })),
  bytes_per_element: fc.option(fc.double({ min: 0.125, max: 16, noNaN: true })),
  config: fc.string({ unit: "grapheme" }).map((text) => text.toWellFormed().replaceAll("\r", "")),
  key_dtype: fc.constantFrom("same" as const, ...CACHE_DTYPES),
});
const words = fc.array(fc.constantFrom("left", "<s>", "déjà", "·ab", "👍"), { maxLength: 5 }).map((each) =>
  each.join(" ")
);
const ngramState = fc.record({
  corpus: fc.constantFrom("messages", "everyday", "a b\nc d", "x"),
  text: words,
  order: fc.integer({ min: 1, max: 6 }),
  smoothing: fc.constantFrom(...SMOOTHING_METHODS),
  k: fc.double({ min: 1e-9, max: 100, noNaN: true }),
  context: words,
  words,
  test: words,
  row: fc.integer({ min: 1, max: 1e6 }),
});

function roundTrip<Q extends object>(fields: FieldTable<Q>, states: fc.Arbitrary<Partial<Q>>): void {
  fc.assert(fc.property(states, (changes) => {
    const state = { ...initialState(fields), ...changes };
    const address = formatFields(fields, state).toString();
    const { query, notices } = parseFields(fields, new URLSearchParams(address));
    assertEquals([query, notices], [state, []], address);
  }));
}

Deno.test("every state of /kv-cache survives its address", () => roundTrip(KV_CACHE_FIELDS, cacheState));
Deno.test("every state of /ngram survives its address", () => roundTrip(NGRAM_FIELDS, ngramState));

function survives<Q extends object>(fields: FieldTable<Q>): void {
  const name = fc.constantFrom<string>(...fieldNames(fields), "__proto__", "x");
  const value = fc.oneof(fc.string(), fc.constantFrom("1e999", "-1", "NaN", "null", "8,8,", "0x1", "\u0000"));
  fc.assert(fc.property(fc.array(fc.tuple(name, value)), (pairs) => {
    const { query } = parseFields(fields, new URLSearchParams(pairs));
    for (const each of fieldNames(fields)) assertEquals(fields[each].check(query[each]), null, each);
  }));
}

Deno.test("any value of an address of /kv-cache is used or noted", () => survives(KV_CACHE_FIELDS));
Deno.test("any value of an address of /ngram is used or noted", () => survives(NGRAM_FIELDS));

Deno.test("the address of /kv-cache names its fields as the API does", () => {
  const api = Object.keys(kvCacheRequest.shape);
  const page = fieldNames(KV_CACHE_FIELDS).filter((name) => name !== "repository");
  assertEquals(page.filter((name) => !api.includes(name)), []);
  assertEquals(api.filter((name) => !page.includes(name as never)), []);
});

Deno.test("the address of /ngram takes sentences as often as the name is given", () => {
  const { query } = parseFields(NGRAM_FIELDS, new URLSearchParams("corpus=a+b&corpus=a+c"));
  assertEquals(query.corpus, "a b\na c");
  assert(parseFields(NGRAM_FIELDS, new URLSearchParams("order=9&smoothing=magic")).notices.length === 2);
});
