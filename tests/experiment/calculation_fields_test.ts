/** The queries of the pages that calculate: any state survives its address, and any address gives a state. */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  fieldNames,
  type FieldTable,
  formatFields,
  initialState,
  parseFields,
} from "@/lib/experiment/codec.ts";
import { CONTEXT_FIELDS } from "@/lib/experiment/fields/context_fields.ts";
import { LOOP_FIELDS } from "@/lib/experiment/fields/loop_fields.ts";
import { LOSS_FIELDS, lossMode } from "@/lib/experiment/fields/loss_fields.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import { labelsOf, SOFTMAX_FIELDS, SOFTMAX_STAGES } from "@/lib/experiment/fields/softmax_fields.ts";
import { normalizeText } from "@/lib/experiment/fields/text_fields.ts";
import { contextView } from "@/lib/labs/context/context_view.ts";
import { lossView } from "@/lib/labs/loss/loss_view.ts";
import { softmaxView } from "@/lib/labs/softmax/softmax_view.ts";
import { tableView } from "@/lib/labs/table/table_view.ts";
import { anyStages } from "./arbitrary_query.ts";
import { CONTEXT_POLICIES } from "@/lib/lm/generation/context_policy.ts";

const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const { repetition_penalty: _, ...softmaxStages } = anyStages;
const unit = fc.double({ min: 0, max: 1, noNaN: true }).map((value) => value + 0);
const word = fc.string({ unit: "binary", maxLength: 5 }).map((text) => text.toWellFormed());
const text = fc.string({ unit: "binary" }).map(normalizeText);
const count = fc.nat(1_000_000);

function expectRoundTrip<Q extends object>(fields: FieldTable<Q>, query: fc.Arbitrary<NoInfer<Q>>) {
  fc.assert(fc.property(query, (state) => {
    const address = queryAddress("/x", fields, state);
    const params = address === null
      ? formatFields(fields, state)
      : new URL(address, "http://site.test").searchParams;
    assertEquals(parseFields(fields, params), { query: state, notices: [] });
  }));
}

Deno.test("SOFTMAX_FIELDS reads back any state", () => {
  expectRoundTrip(
    SOFTMAX_FIELDS,
    fc.record({
      logits: fc.array(number, { minLength: 1 }),
      labels: fc.array(word),
      ...softmaxStages,
      stages: fc.shuffledSubarray([...SOFTMAX_STAGES]),
      add: fc.integer({ min: -1_000_000, max: 1_000_000 }),
      seed: fc.maxSafeNat(),
      draws: fc.nat(100_000),
    }),
  );
});

Deno.test("LOSS_FIELDS reads back any state", () => {
  expectRoundTrip(
    LOSS_FIELDS,
    fc.record({
      from: fc.constantFrom("auto" as const, "logits" as const),
      text,
      model: fc.constant("counts" as const),
      probabilities: fc.array(unit),
      losses_nats: fc.array(unit),
      logits: fc.array(fc.array(number, { minLength: 1 }), { minLength: 1 }),
      targets: fc.array(count, { minLength: 1 }),
      tokens: fc.array(word, { minLength: 1 }),
      words: fc.option(fc.integer({ min: 1, max: 1000 })),
      bytes: fc.option(fc.integer({ min: 1, max: 1000 })),
    }),
  );
});

Deno.test("LOOP_FIELDS reads back any state", () => {
  const row = fc.array(fc.tuple(word, number), { maxLength: 3 }).map((cells) => new Map(cells));
  expectRoundTrip(
    LOOP_FIELDS,
    fc.record({
      table: fc.array(fc.tuple(word, row), { minLength: 1, maxLength: 3 }).map((rows) => new Map(rows)),
      run: fc.boolean(),
      start: text,
      max_steps: fc.nat(1000),
      end: text.filter((end) => end !== ""),
      pick: fc.constantFrom("greedy" as const, "sample" as const),
      seed: fc.maxSafeNat(),
    }),
  );
});

Deno.test("CONTEXT_FIELDS reads back any state", () => {
  expectRoundTrip(
    CONTEXT_FIELDS,
    fc.record({
      limit: fc.integer({ min: 1, max: 1_000_000 }),
      prompt_tokens: count,
      generated_tokens: count,
      policy: fc.constantFrom(...CONTEXT_POLICIES),
      keep: fc.option(count),
    }),
  );
});

Deno.test("any garbage in an address gives a state that its page can compute", () => {
  const all = [SOFTMAX_FIELDS, LOSS_FIELDS, LOOP_FIELDS, CONTEXT_FIELDS] as readonly FieldTable<object>[];
  const names = all.flatMap((fields) => fieldNames(fields));
  const value = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "NaN",
      "-1",
      "1e999",
      "1e308,-1e308",
      "\ud800",
      ",,",
      "a -> b 1",
      "a -> b 2",
      "-> ,",
      "0",
      "1e-320",
    ),
    fc.array(number).map(String),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...names), value)), (pairs) => {
      const params = new URLSearchParams(pairs);
      softmaxView(parseFields(SOFTMAX_FIELDS, params).query);
      lossView(parseFields(LOSS_FIELDS, params).query);
      tableView(parseFields(LOOP_FIELDS, params).query);
      contextView(parseFields(CONTEXT_FIELDS, params).query);
    }),
    { numRuns: 500 },
  );
});

Deno.test("queryAddress() is readable, and null where it would be too long", () => {
  const query = initialState(SOFTMAX_FIELDS);
  assertEquals(queryAddress("/softmax", SOFTMAX_FIELDS, query), "/softmax");
  const changed = { ...query, logits: [2.4, 1.7], labels: ["a b", "</s>"] };
  assertEquals(
    queryAddress("/softmax", SOFTMAX_FIELDS, changed),
    "/softmax?labels=a+b,%3C/s%3E&logits=2.4,1.7",
  );
  assertEquals(queryAddress("/softmax", SOFTMAX_FIELDS, { ...query, logits: Array(9000).fill(1) }), null);
});

Deno.test("labelsOf() names the page's own example, else what is named, else numbers", () => {
  const { logits } = initialState(SOFTMAX_FIELDS);
  assertEquals(labelsOf({ logits, labels: [] })[0], "correctly");
  assertEquals(labelsOf({ logits: [1, 2], labels: [] }), ["token 0", "token 1"]);
  assertEquals(labelsOf({ logits: [1, 2], labels: ["a"] }), ["a", "token 1"]);
});

Deno.test("lossMode() is the first source that is given", () => {
  const query = initialState(LOSS_FIELDS);
  assertEquals(lossMode(query), "probabilities", "three coins and a surprise");
  assertEquals(lossMode({ ...query, from: "logits" }), "logits");
  assertEquals(lossMode({ ...query, targets: [0, 1, 2, 3] }), "logits");
  assertEquals(lossMode({ ...query, losses_nats: [1] }), "losses");
  assertEquals(lossMode({ ...query, losses_nats: [1], probabilities: [1] }), "probabilities");
  assert(lossMode({ ...query, probabilities: [1], text: "a" }) === "text");
});
