/** What /table shows of a table: its rows' sums, what normalizing makes of them, the loop, and what it says. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { initialState } from "@/lib/experiment/codec.ts";
import { LOOP_FIELDS, type LoopQuery } from "@/lib/experiment/fields/loop_fields.ts";
import { shownSteps } from "@/lib/labs/table/shown_steps.ts";
import { tableSentence } from "@/lib/labs/table/table_sentence.ts";
import { tableView } from "@/lib/labs/table/table_view.ts";
import { withShare } from "@/lib/labs/table/with_share.ts";
import type { LoopReport } from "@/lib/lm/generation/loop.ts";

const QUERY: LoopQuery = initialState(LOOP_FIELDS);

function viewOf(...rows: readonly (readonly [string, Record<string, number>])[]) {
  const table = new Map(rows.map(([context, row]) => [context, new Map(Object.entries(row))]));
  return tableView({ ...QUERY, table, start: "a" });
}

Deno.test("a row whose sum is wrong can be normalized, alone; while one is wrong the loop has no report", () => {
  const { rows, report } = viewOf(["a", { b: 0.5, c: 0.25 }], ["x", { y: 1 }]);
  assertEquals([rows.map(({ sum }) => sum), rows.map(({ problems }) => problems.length)], [[0.75, 1], [
    1,
    0,
  ]]);
  assertEquals(rows[1]!.normalized, null);
  const normalized = rows[0]!.normalized!;
  assertAlmostEquals(normalized.get("a")!.get("b")!, 2 / 3, 1e-12);
  assertEquals([normalized.get("x")!.get("y"), report], [1, null]);
});

Deno.test("a row of zeros, or one with a negative cell, is not normalized", () => {
  const [zeros, negative, large] = viewOf(
    ["a", { b: 0, c: 0 }],
    ["x", { y: 1.5, z: -0.5 }],
    ["p", { q: 3, r: 0 }],
  ).rows;
  assertEquals([zeros!.normalized, negative!.normalized], [null, null]);
  assertEquals([...large!.normalized!.get("p")!.values()], [1, 0]);
});

Deno.test("a table without a problem is run: as many steps as the query has, from its start", () => {
  const { report } = viewOf(["a", { b: 1 }], ["a b", { c: 1 }]);
  assertEquals([report!.text, report!.steps.length, report!.stoppedBy], ["a b c", 2, "unknown_context"]);
  assertEquals(
    [shownSteps({ ...QUERY, run: true, max_steps: 7 }), shownSteps({ ...QUERY, run: false, max_steps: 7 })],
    [7, 0],
  );
});

Deno.test("the sentence says how far the loop came, why it stopped, and what it will choose from", () => {
  const said = (steps: number, stoppedBy: LoopReport["stoppedBy"], next = 2) =>
    tableSentence({ steps: Array(steps).fill(null), text: "a b", stoppedBy }, next);
  assertEquals(said(1, "end"), "“a b”: the end token stopped the loop after 1 turn.");
  assertEquals(said(2, "end"), "“a b”: the end token stopped the loop after 2 turns.");
  assertEquals(said(0, "unknown_context"), "“a b” has no row in the table, so nothing can follow it.");
  assertEquals(said(0, "limit"), "After “a b” the table knows 2 tokens: which one will the loop take?");
  assertEquals(said(0, "limit", 1), "After “a b” the table knows one token: which one will the loop take?");
  assertEquals(said(1, "limit"), "“a b” so far, one token a turn: 1 turn.");
  assertEquals(said(3, "limit"), "“a b” so far, one token a turn: 3 turns.");
});

Deno.test("withShare() spreads what is left evenly over tokens that have nothing, and keeps a row alone", () => {
  const row = withShare(new Map([["a", 1], ["b", 0], ["c", 0]]), "a", 0.4);
  assertEquals([...row], [["a", 0.4], ["b", 0.3], ["c", 0.3]]);
  assertEquals([...withShare(new Map([["a", 0.5]]), "a", 0.25)], [["a", 0.25]]);
});
