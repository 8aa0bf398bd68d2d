/** The predictor's acts when the old answer comes after the new question. */
import { assertEquals } from "@std/assert";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { createPredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import type { LoadedModel, LoadRequest } from "@/lib/models/model_provider.ts";
import { heldPort, settled } from "@/tests/fixtures/held.ts";
import { heldModel } from "@/tests/fixtures/held_model.ts";
import { fakePorts, fakeProvider, loadedModel } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const TOKENS = ["the", " a", " b", " c", ".", "<end>"];

async function openedLab(search: string, provider = fakeProvider()) {
  const counts = Object.assign(fakeModel({ tokens: TOKENS, endTokens: [5] }), {
    id: { name: "counts", revision: "1", dtype: "counts" },
  });
  const held = heldModel(counts);
  const world = fakePorts(held.model, provider);
  const { query, notices } = parsePredictorQuery(new URLSearchParams(search));
  const lab = createPredictorLab({ query, notices, snapshot: null }, world.ports);
  await lab.open(null, true);
  return { lab, held, ...world };
}

Deno.test("an answer that comes late is not shown, whatever was asked since", async () => {
  const { lab, held } = await openedLab("text=the");
  held.hold();
  lab.edit.setText("the a b");
  await settled();
  lab.edit.setText("the a");
  await settled(10);
  assertEquals(held.waiting.length, 2);
  const seen: number[] = [];
  lab.views.tokens.subscribe((tokens) => seen.push(tokens.length));
  await held.release();
  await lab.settled();
  assertEquals([seen, lab.views.busy.value], [[1, 2], false]);
});

Deno.test("the token that was opened last is the one that is shown, also where an earlier one has to be computed", async () => {
  const { lab, held } = await openedLab("text=the+a&path=2.3");
  held.hold();
  const earlier = lab.tokens.inspect(1);
  const later = lab.tokens.inspect(3);
  await settled();
  await held.release();
  await Promise.all([earlier, later]);
  assertEquals(lab.state.inspection.value?.position, 3);
});

Deno.test("a token's whole distribution is not shown once it was closed, nor once the text is another", async () => {
  const { lab, held } = await openedLab("text=the+a&path=2.3");
  held.hold();
  const closed = lab.tokens.inspect(1);
  await settled();
  await lab.tokens.inspect(null);
  await held.release();
  await closed;
  assertEquals(lab.state.inspection.value, null);
  await lab.tokens.inspect(2);
  held.hold();
  const whole = lab.tokens.inspectAll();
  await settled();
  lab.edit.setText("the a b");
  await settled();
  await held.release();
  await Promise.all([whole, lab.settled()]);
  await settled();
  assertEquals([lab.state.inspection.value?.whole ?? null, lab.state.problem.value], [null, null]);
});

Deno.test("a word looked up earlier does not come over the one looked up last, nor over another text", async () => {
  const { lab, held } = await openedLab("text=the");
  held.hold();
  // Two tokens: the second takes a pass of the model.
  const earlier = lab.tokens.lookUp("the a");
  await settled();
  const later = lab.tokens.lookUp("#2");
  await later;
  await held.release();
  await earlier;
  assertEquals(lab.state.lookedUp.value?.asked, "#2");
  held.hold();
  const old = lab.tokens.lookUp("the a");
  await settled();
  lab.edit.setText("the a");
  await settled();
  await held.release();
  await Promise.all([old, lab.settled()]);
  assertEquals(lab.state.lookedUp.value?.asked !== "the a", true);
});

Deno.test("a comparison of the cache is not shown once it was stopped or the text is another", async () => {
  const { lab, held } = await openedLab("text=the+a+b");
  held.hold();
  const stopped = lab.tokens.compareCache();
  await settled();
  assertEquals(lab.state.comparing.value, "with");
  lab.tokens.stopComparing();
  await held.release();
  await stopped;
  assertEquals([lab.state.comparison.value, lab.state.comparing.value], [null, null]);
  held.hold();
  const old = lab.tokens.compareCache();
  await settled();
  lab.edit.setText("the a");
  await settled();
  await held.release();
  await Promise.all([old, lab.settled()]);
  assertEquals([lab.state.comparison.value, lab.state.comparing.value], [null, null]);
});

Deno.test("a second comparison keeps its progress when the first one ends late", async () => {
  const { lab, held } = await openedLab("text=the+a+b");
  held.hold();
  const first = lab.tokens.compareCache();
  await settled();
  const second = lab.tokens.compareCache();
  await settled();
  assertEquals([held.waiting.length, lab.state.comparing.value], [2, "with"]);
  await held.release();
  await Promise.all([first, second]);
  assertEquals([lab.state.comparison.value?.tokens, lab.state.comparing.value], [3, null]);
});

Deno.test("a model that was chosen while another one was coming stays, and nothing is told of that one any more", async () => {
  const port = heldPort<[LoadRequest], LoadedModel>();
  let told: Promise<void> | null = null;
  const load = (request: LoadRequest) => {
    request.signal?.addEventListener("abort", () => told = port.asked.at(-1)!.fail("called off"));
    return port.ask(request);
  };
  const { lab } = await openedLab("text=the", fakeProvider(load));
  const coming = lab.models.load({ name: "o/m" });
  await settled();
  lab.models.useEmbedded("counts");
  port.asked[0]!.question[0].onProgress?.({
    phase: "download",
    loadedBytes: 1,
    totalBytes: 2,
    cached: false,
  });
  await coming;
  await told;
  await lab.settled();
  assertEquals([lab.state.loading.value, lab.state.loadProblem.value, lab.state.query.value.model], [
    null,
    null,
    "counts",
  ]);
});

Deno.test("progress and failure of a load that another one overtook are not shown", async () => {
  const port = heldPort<[LoadRequest], LoadedModel>();
  const { lab } = await openedLab("text=the", fakeProvider(port.ask));
  const first = lab.models.load({ name: "o/first" });
  const second = lab.models.load({ name: "o/second" });
  const progress = { phase: "download", loadedBytes: 1, totalBytes: 2, cached: false } as const;
  port.asked[1]!.question[0].onProgress?.(progress);
  port.asked[0]!.question[0].onProgress?.({ ...progress, loadedBytes: 2 });
  assertEquals(lab.state.loading.value, { name: "o/second", progress });
  await port.asked[0]!.fail("late");
  await first;
  assertEquals([lab.state.loading.value?.name, lab.state.loadProblem.value], ["o/second", null]);
  const id = { name: "o/second", revision: "main", dtype: "q4" };
  await port.asked[1]!.answer(loadedModel(fakeModel({ tokens: TOKENS }), id));
  await second;
  assertEquals([lab.state.loading.value, lab.state.query.value.model], [null, "o/second"]);
});

Deno.test("a model that comes although its load was called off is not taken", async () => {
  const port = heldPort<[LoadRequest], LoadedModel>();
  const { lab } = await openedLab("text=the", fakeProvider(port.ask));
  const first = lab.models.load({ name: "o/first" });
  lab.models.useEmbedded("counts");
  const id = { name: "o/first", revision: "main", dtype: "q4" };
  await port.asked[0]!.answer(loadedModel(fakeModel({ tokens: TOKENS }), id));
  await first;
  await lab.settled();
  assertEquals([lab.state.loaded.value, lab.state.loadProblem.value, lab.state.query.value.model], [
    null,
    null,
    "counts",
  ]);
});
