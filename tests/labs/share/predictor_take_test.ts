/** What only the predictor hands out: every token's row, and code for a hub's model alone. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { createPredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { modelCode, vocabularyTable } from "@/lib/labs/share/predictor_take.ts";
import { fakePorts } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

async function labOf(search: string) {
  const tokens = ["a", "b", Uint8Array.of(0xc3), ...Array.from({ length: 12 }, (_, i) => `${i}`)];
  const next = () => tokens.map((_, id) => -id);
  const model = Object.assign(fakeModel({ tokens, next }), {
    id: { name: "counts", revision: "1", dtype: "counts" },
  });
  const { query, notices } = parsePredictorQuery(new URLSearchParams(search));
  const lab = createPredictorLab({ query, notices, snapshot: null }, fakePorts(model).ports);
  await lab.open(null, true);
  return lab;
}

Deno.test("the whole vocabulary is a table, likeliest first, with each token's bytes", async () => {
  const table = (await vocabularyTable(await labOf("text=a&top=3&top_k=1")))!;
  assertEquals([table.rows.length, table.columns.length, table.caption], [15, 8, "Whole vocabulary"]);
  assertEquals(table.rows.slice(0, 3).map((row) => row.slice(0, 4)), [
    ["a", "61", 0, 0],
    ["b", "62", 1, -1],
    ["\ufffd", "c3", 2, -2],
  ]);
  const [first, second] = table.rows;
  const sum = Array.from({ length: 15 }, (_, id) => Math.exp(-id)).reduce((a, b) => a + b);
  assertAlmostEquals(Number(second![4]), Math.exp(-1) / sum, 1e-9);
  assertAlmostEquals(Number(second![5]), -1 - Math.log(sum), 1e-6);
  assertEquals([first!.slice(6), second!.slice(6)], [[1, 1], [2, 0]]);
});

Deno.test("where the model said nothing there is no table, and the site's own models have no code of their own", async () => {
  assertEquals(await vocabularyTable(await labOf("text=")), null);
  const lab = await labOf("text=a");
  await lab.settled();
  assertEquals([modelCode(lab, "python", "http://x.test"), modelCode(lab, "typescript", "http://x.test")], [
    null,
    null,
  ]);
});
