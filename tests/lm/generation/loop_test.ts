import { assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { loop } from "@/lib/lm/generation/loop.ts";
import { checkTable, joinToken, normalizeRow, tableModel } from "@/lib/lm/generation/table_model.ts";

const ORDER = tableModel({
  "Order shipped from the": { warehouse: .85, store: .1, hub: .05 },
  "Order shipped from the warehouse": { ".": .8, and: .2 },
  "Order shipped from the warehouse.": { "</s>": 1 },
});
const START = { start: "Order shipped from the", maxSteps: 3 };

Deno.test("loop() writes two tokens and is stopped by the end token", () => {
  const report = loop(ORDER, START);
  assertEquals(report.steps.map(({ token, probability }) => [token, probability]), [
    ["warehouse", .85],
    [".", .8],
    ["</s>", 1],
  ]);
  assertEquals(report.text, "Order shipped from the warehouse.");
  assertEquals(report.stoppedBy, "end");
});

Deno.test("loop() stops at its limit and at an unknown text", () => {
  assertEquals(loop(ORDER, { ...START, maxSteps: 2 }).stoppedBy, "limit");
  assertEquals(loop(ORDER, { ...START, start: "The" }), {
    steps: [],
    text: "The",
    stoppedBy: "unknown_context",
  });
  assertEquals(loop(ORDER, { ...START, end: "." }).text, "Order shipped from the warehouse");
});

Deno.test("loop() samples with NumPy's draws", () => {
  // default_rng(4) draws 0.943..., 0.511...: the hub is the last 5 %, so the first draw takes the store.
  const report = loop(ORDER, { ...START, pick: "sample", seed: 4 });
  assertEquals(report.text, "Order shipped from the store");
  assertEquals(report.stoppedBy, "unknown_context");
});

Deno.test("joinToken() puts spaces between words and none before punctuation", () => {
  const none = tableModel({});
  assertEquals(joinToken("a", "b", none), "a b");
  assertEquals(joinToken("a", ",", none), "a,");
  assertEquals(joinToken("", "b", none), "b");
  assertEquals(joinToken("a ", "b", none), "a b");
  assertEquals(joinToken("a (", "b", none), "a (b");
  assertEquals(joinToken("a", " b", none), "a b");
  assertEquals(joinToken("荷物", "が", none), "荷物が");
});

Deno.test("joinToken() follows the spelling that the table has", () => {
  assertEquals(joinToken("ware", "house", tableModel({ warehouse: { "</s>": 1 } })), "warehouse");
  assertEquals(joinToken("a", ".", tableModel({ "a .": { "</s>": 1 } })), "a .");
});

Deno.test("checkTable() says which row does not sum to 1 and what to do", () => {
  const [problem] = checkTable(tableModel({ a: { x: .5, y: .4 }, b: { x: 1 } }));
  assertEquals(problem!.context, "a");
  assertStringIncludes(problem!.message, "add 0.100");
  assertEquals(checkTable(tableModel({ a: { x: 1 / 3, y: 0.333333, z: 0.333334 } })), []);
  assertEquals(checkTable(tableModel({ a: { x: -1, y: 2 } })).map(({ token }) => token), ["x", "y"]);
  assertEquals(checkTable(tableModel({ a: {} })).length, 1);
});

Deno.test("normalizeRow() makes a row sum to 1", () => {
  assertAlmostEquals(normalizeRow(new Map([["x", 3], ["y", 1]])).get("x")!, 0.75, 1e-15);
});
