/** What a key costs: nothing is derived anew before its answer, and its bars stand at once. */
import { assert, assertEquals, assertStrictEquals } from "@std/assert";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { createPredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { fakePorts } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const TOKENS = ["the", " a", " b", " c", ".", "<end>"];

async function openedLab(search: string) {
  const model = Object.assign(fakeModel({ tokens: TOKENS, endTokens: [5] }), {
    id: { name: "counts", revision: "1", dtype: "counts" },
  });
  const { query, notices } = parsePredictorQuery(new URLSearchParams(search));
  const lab = createPredictorLab({ query, notices, snapshot: null }, fakePorts(model).ports);
  await lab.open(null, true);
  return lab;
}

Deno.test("a key derives nothing anew before its answer, and one page with it", async () => {
  const lab = await openedLab("text=the");
  const { page, settings, costs } = lab.views;
  const [before, fields, seen] = [page.value, settings.value, [] as unknown[]];
  const ends = [page.subscribe((each) => seen.push(each)), costs.subscribe((each) => seen.push(each))];
  lab.edit.setText("the a");
  assert(lab.views.busy.value);
  assertStrictEquals(page.value, before);
  assertEquals(lab.state.ghost.value.size, 0);
  await lab.settled();
  assertEquals(seen.length, 4);
  assertStrictEquals(settings.value, fields);
  assertEquals(lab.views.tokens.value.length, 2);
  ends.forEach((end) => end());
});

Deno.test("settings follow every field but the text", async () => {
  const lab = await openedLab("text=the");
  const before = lab.views.settings.value;
  lab.edit.setField("top", 20);
  assertEquals(lab.views.settings.value.top, 20);
  assert(lab.views.settings.value !== before);
  lab.tokens.choose(1);
  await lab.settled();
  assertEquals(lab.views.settings.value.path, [1]);
  lab.edit.setText("a");
  assertEquals(lab.views.settings.value.path, []);
  await lab.settled();
});

Deno.test("bars that were typed stand at once, with where they were; those of an act glide", async () => {
  const lab = await openedLab("text=the");
  lab.edit.setText("the a");
  assertEquals(lab.state.still.value, false);
  await lab.settled();
  assertEquals([lab.state.still.value, lab.state.ghost.value.has(1)], [true, true]);
  lab.edit.setField("temperature", 0.5);
  assertEquals(lab.state.still.value, false);
  lab.edit.setText("the b");
  await lab.settled();
  await lab.generation.step();
  assertEquals(lab.state.still.value, false);
});
