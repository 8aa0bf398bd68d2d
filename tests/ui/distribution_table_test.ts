import { assertEquals } from "@std/assert";
import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { DistributionTable } from "@/lib/ui/predictor/distribution/distribution_table.tsx";

/** The table of no token, with so many others. */
function tableWith(count: number): string {
  const other = { count, probability: count / 8, shapedProbability: count / 8 };
  return renderToString(h(DistributionTable, { rows: [], other, shaped: false }));
}

Deno.test("DistributionTable() has a row for the rest of the vocabulary, and none where nothing is left", () => {
  assertEquals(tableWith(3).includes("the other 3 tokens"), true);
  assertEquals(tableWith(0).includes("the other"), false);
});
