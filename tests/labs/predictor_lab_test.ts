import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { createPredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { STAGE_NAMES } from "@/lib/lm/sampler/stages.ts";
import { type FakeModel, fakeModel, type FakeModelSettings } from "../lm/fake_model.ts";
import { placeOf } from "./fake_history.ts";
import { fakePorts, fakeProvider, loadedModel } from "./fake_ports.ts";

const TOKENS = ["the", " a", " b", " c", ".", "<end>", "!", "é".slice(0)];

function counts(settings: Partial<FakeModelSettings> = {}): FakeModel {
  const model = fakeModel({ tokens: TOKENS, endTokens: [5], ...settings });
  return Object.assign(model, { backend: "counts", id: { name: "counts", revision: "1", dtype: "counts" } });
}

function openLab(search: string, model: FakeModel = counts(), provider = fakeProvider()) {
  const world = fakePorts(model, provider);
  const { query, notices } = parsePredictorQuery(new URLSearchParams(search));
  const lab = createPredictorLab({ query, notices, snapshot: null }, world.ports);
  world.address.onBack = (entry) => lab.experiment.restore(placeOf(entry));
  return { lab, model, ...world };
}

async function openedLab(...args: Parameters<typeof openLab>) {
  const opened = openLab(...args);
  await opened.lab.open(null, true);
  return opened;
}

Deno.test("createPredictorLab() shows the text's tokens and their next-token distribution", async () => {
  const { lab } = await openedLab("text=the+a");
  assertEquals(lab.views.tokens.value.map(({ id, origin }) => [id, origin]), [[0, "text"], [1, "text"]]);
  const rows = lab.views.distribution.value?.rows ?? [];
  assertEquals(rows[0]?.id, 2);
  assertAlmostEquals(rows.reduce((sum, row) => sum + row.probability, 0), 1, 1e-12);
  assertEquals(lab.views.sourceName.value, "counts");
  assertEquals(lab.views.busy.value, false);
});

Deno.test("setText() is busy at once, and an older request is aborted and never shown", async () => {
  const { lab, model } = await openedLab("text=the", counts({ delay: 5 }));
  const seen: number[] = [];
  lab.views.tokens.subscribe((tokens) => seen.push(tokens.length));
  lab.edit.setText("the a");
  lab.edit.setText("the a b");
  assert(lab.views.busy.value);
  await lab.settled();
  assertEquals(seen, [1, 3]);
  assertEquals(model.calls.at(-1)?.tokens, [0, 1, 2]);
  assertEquals(lab.views.busy.value, false);
});

Deno.test("setField() changes the sampler's distribution without asking the model", async () => {
  const { lab, model } = await openedLab("text=the");
  const asked = model.calls.length;
  lab.edit.setField("temperature", 0);
  assertEquals(lab.views.distribution.value?.rows.map((row) => row.shapedProbability), [
    1,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);
  assertEquals(model.calls.length, asked);
  assert(lab.state.ghost.value.has(1));
});

Deno.test("setField() refuses a value outside its range and says why", async () => {
  const { lab } = await openedLab("text=the");
  lab.edit.setField("temperature", NaN);
  lab.edit.setField("top_p", 2);
  assertEquals(lab.state.query.value.temperature, 1);
  assertEquals(lab.state.drafts.value["top_p"], { text: "2", error: "is not between 0 and 1" });
  assertEquals(lab.state.notices.value, []);
  lab.edit.setField("top_p", 0.5);
  assertEquals(lab.state.drafts.value, {});
});

Deno.test("step() appends the likeliest token in three phases and holds it in the address", async () => {
  const { lab, address } = await openedLab("text=the");
  const phases: string[] = [];
  lab.state.phase.subscribe((phase) => phases.push(phase));
  await lab.generation.step();
  assertEquals(phases, ["idle", "predict", "pick", "append", "idle"]);
  assertEquals(lab.views.generated.value.map(({ id, rank, given }) => [id, rank, given]), [[1, 1, false]]);
  assertEquals(address.entries.map((entry) => entry.address), ["/", "/?text=the&path=1"]);
});

Deno.test("the address holds the first of several edits at once, and the last one a little later", async () => {
  const { lab, address } = await openedLab("text=the");
  const held = () => address.entries.at(-1)?.address;
  lab.edit.setText("the a");
  assertEquals(held(), "/?text=the+a");
  lab.edit.setText("the a b");
  lab.edit.setText("the a b c");
  assertEquals(held(), "/?text=the+a");
  await lab.settled();
  await new Promise((resolve) => setTimeout(resolve, 10));
  assertEquals([held(), address.entries.length], ["/?text=the+a+b+c", 1]);
});

Deno.test("step() asks the model once for each token", async () => {
  const { lab, model } = await openedLab("text=the");
  await lab.generation.step();
  await lab.generation.step();
  assertEquals(model.calls.map(({ tokens, rows }) => [tokens.length, rows]), [[1, 1], [2, 1], [3, 1]]);
});

Deno.test("run() goes on to the end token and names it", async () => {
  const { lab } = await openedLab("text=the");
  await lab.generation.run();
  assertEquals(lab.state.query.value.path, [1, 2, 3, 4, 5]);
  assertEquals(lab.views.stop.value, "end");
});

Deno.test("run() stops at the limit, at a stop string, at a blocked phrase and when the context is full", async () => {
  async function reason(search: string, model = counts()) {
    const { lab } = await openedLab(`text=the&${search}`, model);
    await lab.generation.run();
    return [lab.views.stop.value, lab.state.query.value.path.length];
  }
  assertEquals(await reason("max_tokens=3"), ["limit", 3]);
  assertEquals(await reason("stop=b+c"), ["stop", 3]);
  assertEquals(await reason("blocked=+b"), ["blocked", 2]);
  assertEquals(await reason("context_limit=4"), ["context", 3]);
  assertEquals(await reason("context_limit=4&context_policy=truncate_start&max_tokens=9&stop_at_end=0"), [
    "limit",
    9,
  ]);
});

Deno.test("a run that had to drop the start shows what was dropped", async () => {
  const { lab } = await openedLab("text=the&context_limit=3&context_policy=truncate_start&max_tokens=4");
  await lab.generation.run();
  assertEquals(lab.views.tokens.value.map(({ dropped }) => dropped), [true]);
  assert(lab.views.generated.value[0]?.dropped);
});

Deno.test("stop() ends a run within one token and keeps what was made", async () => {
  const { lab } = await openedLab("text=the&max_tokens=100000&stop_at_end=0", counts({ delay: 2 }));
  const running = lab.generation.run();
  await new Promise((resolve) => setTimeout(resolve, 60));
  lab.generation.stop();
  const made = lab.state.prediction.value?.generated.length ?? 0;
  await running;
  const kept = lab.state.query.value.path.length;
  assert(kept > 0 && kept < 60, `${kept} tokens`);
  assert(kept >= made);
  assertEquals(lab.views.stop.value, "visitor");
  assertEquals(lab.views.generated.value.length, kept);
});

Deno.test("a text edited during a run wins: nothing of the run is shown any more", async () => {
  const { lab } = await openedLab("text=the&max_tokens=100000&stop_at_end=0", counts({ delay: 2 }));
  const running = lab.generation.run();
  await new Promise((resolve) => setTimeout(resolve, 30));
  lab.edit.setText("the a b");
  await running;
  await lab.settled();
  assertEquals(lab.state.query.value.text, "the a b");
  assertEquals(lab.views.generated.value, []);
  assertEquals(lab.views.tokens.value.length, 3);
  assertEquals(lab.views.busy.value, false);
});

Deno.test("opening an address with a path replays the same tokens, ranks and reason to stop", async () => {
  const first = await openedLab("text=the&pick=sample&seed=7&temperature=2&max_tokens=6&stop_at_end=0");
  await first.lab.generation.run();
  const address = first.address.entries.at(-1)?.address ?? "";
  const second = await openedLab(address.slice(2));
  assertEquals(second.lab.state.query.value, first.lab.state.query.value);
  const strip = (lab: typeof first.lab) => lab.views.generated.value.map(({ given: _, ...token }) => token);
  assertEquals(strip(second.lab), strip(first.lab));
  assertEquals(second.lab.views.stop.value, "limit");
});

Deno.test("sampling uses the draw of its position, also after the visitor chose tokens", async () => {
  const sampled = await openedLab("text=the&pick=sample&seed=3&temperature=5&max_tokens=4&stop_at_end=0");
  await sampled.lab.generation.run();
  const { path } = sampled.lab.state.query.value;
  const chosen = await openedLab("text=the&pick=sample&seed=3&temperature=5&max_tokens=4&stop_at_end=0");
  chosen.lab.tokens.choose(path[0] ?? 0);
  await chosen.lab.settled();
  await chosen.lab.generation.run();
  assertEquals(chosen.lab.state.query.value.path, path);
  assertEquals(chosen.lab.views.generated.value.map(({ given }) => given), [true, false, false, false]);
});

Deno.test("fork() replaces the tokens from there on, and going back brings them again", async () => {
  const { lab } = await openedLab("text=the");
  await lab.generation.run();
  lab.tokens.fork(1, 6);
  await lab.settled();
  assertEquals(lab.views.generated.value.map(({ id }) => id), [1, 6]);
  lab.tokens.undo();
  await lab.settled();
  assertEquals(lab.views.generated.value.map(({ id }) => id), [1, 2, 3, 4, 5]);
});

Deno.test("undo() takes a run back as a whole, and without history the last token of a link", async () => {
  const { lab } = await openedLab("text=the");
  await lab.generation.run();
  lab.tokens.undo();
  await lab.settled();
  assertEquals(lab.state.query.value.path, []);
  assertEquals(lab.views.canUndo.value, false);
  const linked = await openedLab("text=the&path=1.2");
  linked.lab.tokens.undo();
  await linked.lab.settled();
  assertEquals(linked.lab.state.query.value.path, [1]);
});

Deno.test("editing the text after a run brings text and tokens back with Back", async () => {
  const { lab, address } = await openedLab("text=the");
  await lab.generation.run();
  lab.edit.setText("the a");
  await lab.settled();
  assertEquals(lab.state.query.value.path, []);
  address.back();
  await lab.settled();
  assertEquals(lab.state.query.value.text, "the");
  assertEquals(lab.state.query.value.path.length, 5);
});

Deno.test("inspect() shows what a token kept, and computes a prompt token's distribution", async () => {
  const { lab, model } = await openedLab("text=the+a&path=2.6");
  const asked = model.calls.length;
  await lab.tokens.inspect(3);
  assertEquals(lab.state.inspection.value?.row.id, 6);
  assertEquals(lab.state.inspection.value?.top[0]?.id, 3);
  assertEquals(model.calls.length, asked);
  await lab.tokens.inspectAll();
  assertEquals(lab.state.inspection.value?.whole?.vocabularySize, TOKENS.length);
  await lab.tokens.inspect(1);
  assertEquals([lab.state.inspection.value?.index, lab.state.inspection.value?.row.id], [null, 1]);
  await lab.tokens.inspect(null);
  assertEquals(lab.state.inspection.value, null);
});

Deno.test("lookUp() finds a token by its text, with and without a space, and by its id", async () => {
  const { lab } = await openedLab("text=the");
  await lab.tokens.lookUp("a");
  assertEquals(lab.state.lookedUp.value?.found.map(({ pieces }) => pieces[0]?.id), [1]);
  await lab.tokens.lookUp("#4");
  assertEquals(lab.state.lookedUp.value?.found.map(({ pieces }) => pieces[0]?.id), [4]);
  await lab.tokens.lookUp("#400");
  assertEquals(lab.state.lookedUp.value?.found, []);
});

Deno.test("toggleDraws() draws 1,000 tokens of default_rng(seed) from the shaped distribution", async () => {
  const { lab } = await openedLab("text=the&seed=4&top_k=2");
  lab.toggleDraws();
  const draws = lab.views.draws.value;
  assertEquals((draws?.counts[0] ?? 0) + (draws?.counts[1] ?? 0), 1000);
  assertEquals(draws?.other, 0);
});

Deno.test("a text of 100,000 characters stays out of the address and survives a reload", async () => {
  const { lab, address, stored } = await openedLab("");
  const text = "the a".repeat(20_000);
  lab.edit.setText(text);
  await lab.settled();
  lab.experiment.flush();
  const entry = address.entries.at(-1);
  assertEquals(entry?.address, "/");
  assertEquals(lab.state.leftOut.value, ["text"]);
  assertEquals([...stored.values()], [text]);
  const reloaded = openLab("").lab;
  await reloaded.open(placeOf(entry!), false);
  assertEquals(reloaded.state.query.value.text, text);
  assertEquals(reloaded.views.tokens.value.length, 40_000);
});

Deno.test("a long text of an earlier visit is offered, not forced on the page", async () => {
  const { lab, stored, ports } = openLab("");
  stored.set("predictor-text", "the a b");
  await lab.open(null, true);
  assertEquals(lab.state.draft.value, "the a b");
  assertEquals(ports.storage.get("predictor-text"), "the a b");
  lab.takeDraft();
  await lab.settled();
  assertEquals(lab.state.query.value.text, "the a b");
});

Deno.test("an empty text has no distribution and no error", async () => {
  const { lab } = await openedLab("text=");
  assertEquals(lab.views.distribution.value, null);
  assertEquals(lab.state.problem.value, null);
  assertEquals(lab.views.canStep.value, false);
  await lab.generation.run();
  assertEquals(lab.state.query.value.path, []);
});

Deno.test("a text longer than the context says so and offers to drop its start", async () => {
  const { lab } = await openedLab("text=the+a+b+c&context_limit=3");
  assertEquals(lab.state.problem.value?.action, "drop_start");
  assertEquals(lab.views.distribution.value, null);
  lab.act("drop_start");
  await lab.settled();
  assertEquals(lab.state.problem.value, null);
  assertEquals(lab.views.tokens.value.map(({ dropped }) => dropped), [true, true, false, false]);
  assert(lab.views.distribution.value !== null);
});

Deno.test("a path with an id that the model does not have ends before it, with a notice", async () => {
  const { lab } = await openedLab("text=the&path=1.rs.2");
  assertEquals(lab.views.generated.value.map(({ id }) => id), [1]);
  assertEquals(lab.state.notices.value.map(({ name }) => name), ["path"]);
});

Deno.test("a link to a model that is not loaded shows the counts, and replays once it is loaded", async () => {
  const big = loadedModel(fakeModel({ tokens: TOKENS }), { name: "o/m", revision: "main", dtype: "q4" });
  const { lab, address } = await openedLab(
    "text=the&model=o/m&path=3.2",
    counts(),
    fakeProvider(() => Promise.resolve(big)),
  );
  assert(lab.views.modelMissing.value);
  assertEquals(lab.views.sourceName.value, "counts");
  // The tokens that the link carries are shown, and another model does not go on from them.
  assertEquals(lab.views.generated.value.map(({ id }) => id), [3, 2]);
  assertEquals([lab.views.stop.value, lab.views.canStep.value], [null, false]);
  await lab.models.load({ name: "o/m" });
  await lab.settled();
  assertEquals(lab.views.sourceName.value, "o/m@main q4 wasm");
  assertEquals(lab.views.generated.value.map(({ id, given }) => [id, given]), [[3, true], [2, true]]);
  lab.experiment.flush();
  assertEquals(address.entries.at(-1)?.address, "/?text=the&model=o/m&revision=main&dtype=q4&path=3.2");
});

Deno.test("a failed load keeps text and model, and can be tried again", async () => {
  const { lab } = await openedLab("text=the+a");
  await lab.models.load({ name: "o/none" });
  assertEquals(lab.state.loadProblem.value?.action, "use_embedded");
  assertEquals(lab.state.loading.value, null);
  assertEquals(lab.views.tokens.value.length, 2);
  assertEquals(lab.views.sourceName.value, "counts");
});

Deno.test("cancel() ends a load without a problem", async () => {
  const provider = fakeProvider(({ signal }) =>
    new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)))
  );
  const { lab } = await openedLab("text=the", counts(), provider);
  const loading = lab.models.load({ name: "o/m" });
  assertEquals(lab.state.loading.value?.name, "o/m");
  lab.models.cancel();
  await loading;
  assertEquals([lab.state.loading.value, lab.state.loadProblem.value], [null, null]);
});

Deno.test("one of the site's own models says how far it is, and cancel() goes back to the one before", async () => {
  const { lab, ports, address } = openLab("text=the+a&model=counts");
  const ready = ports.embedded;
  const progress = { phase: "download", loadedBytes: 1, totalBytes: 3, cached: false } as const;
  const arrival = Promise.withResolvers<void>();
  Object.assign(ports, {
    embedded: async (...[name, onProgress]: Parameters<typeof ready>) => {
      if (name !== "parcel-gru") return await ready(name);
      onProgress?.(progress);
      await arrival.promise;
      return fakeModel({ tokens: TOKENS });
    },
  });
  address.replace("/?text=the+a&model=counts", { query: "text=the+a&model=counts", drafts: {}, depth: 0 });
  await lab.open(null, true);
  lab.models.useEmbedded("parcel-gru");
  assertEquals(lab.state.arriving.value, { name: "parcel-gru", progress });
  assertEquals(lab.views.busy.value, true);
  lab.models.cancel();
  await lab.settled();
  assertEquals([lab.state.query.value.model, lab.views.sourceName.value, address.entries.length], [
    "counts",
    "counts",
    1,
  ]);
  arrival.resolve();
  await new Promise((resolve) => setTimeout(resolve));
  assertEquals([lab.state.arriving.value, lab.state.query.value.model], [null, "counts"]);
});

Deno.test("a model that fails leaves the text, and trying again computes it", async () => {
  let broken = true;
  const model = counts({
    next: () => {
      if (broken) throw new Error("The worker died");
      return [0, 1, 0, 0, 0, 0, 0, 0];
    },
  });
  const { lab } = await openedLab("text=the+a", model);
  assertEquals(lab.state.problem.value?.message, "The worker died");
  assertEquals(lab.state.query.value.text, "the a");
  broken = false;
  lab.act("retry");
  await lab.settled();
  assertEquals(lab.state.problem.value, null);
  assertEquals(lab.views.distribution.value?.rows[0]?.id, 1);
});

Deno.test("chat puts the text into the model's template and marks what it adds", async () => {
  const model = fakeModel({ tokens: TOKENS, special: [5], encodeChat: () => [5, 0, 1, 5, 6] });
  const provider = fakeProvider(() =>
    Promise.resolve(loadedModel(model, { name: "o/m", revision: "main", dtype: "q4" }))
  );
  const { lab } = await openedLab("text=the+a&chat=1", counts(), provider);
  await lab.models.load({ name: "o/m" });
  await lab.settled();
  assertEquals(
    lab.views.tokens.value.map(({ id, origin }) => [id, origin]),
    [[5, "template"], [0, "text"], [1, "text"], [5, "template"], [6, "template"]],
  );
});

Deno.test("costs tell prefill from decode, and the comparison recomputes without the cache", async () => {
  const model = fakeModel({ tokens: TOKENS });
  const provider = fakeProvider(() =>
    Promise.resolve(loadedModel(model, { name: "o/m", revision: "main", dtype: "q4" }))
  );
  const { lab } = await openedLab("text=the+a+b", counts(), provider);
  await lab.models.load({ name: "o/m" });
  await lab.settled();
  await lab.generation.step();
  const { prefill, decode, cache } = lab.views.costs.value;
  assertEquals([prefill?.tokens, decode?.tokens], [3, 1]);
  assertEquals([cache?.tokens, cache?.bytes], [4, 32]);
  assertEquals(cache?.columns, [{ state: "prefill", count: 3 }, { state: "appended", count: 1 }]);
  await lab.tokens.compareCache();
  assertEquals(lab.state.comparison.value?.withoutCache.length, 3);
  assertEquals(lab.state.comparison.value?.largestDifference, 0);
  assertEquals(model.calls.filter(({ cache }) => !cache).map(({ tokens }) => tokens.length), [2, 3, 4]);
});

Deno.test("moveStage() reorders the sampler's stages", async () => {
  const { lab } = await openedLab("text=the");
  lab.edit.moveStage("top_k", 0);
  assertEquals(lab.state.query.value.stages, ["top_k", ...STAGE_NAMES.filter((name) => name !== "top_k")]);
});

Deno.test("a part of the page that cannot be fetched is answered with a reload that loses nothing", async () => {
  const failing = () => Promise.reject(new TypeError("Failed to fetch dynamically imported module: /a.js"));
  const { lab, address } = openLab("text=the", Object.assign(counts(), { encode: failing }));
  lab.edit.setText("the a");
  await lab.settled();
  assertEquals(lab.state.problem.value?.action, "reload");
  lab.act("reload");
  assertEquals([address.reloads, new URL(address.entries.at(-1)!.address, "http://x").search], [
    1,
    "?text=the+a",
  ]);
});

Deno.test("Enter makes an entry over the text before the typing; typing alone makes none", async () => {
  const { lab, address } = await openedLab("text=the");
  lab.edit.setText("the a");
  lab.edit.setText("the a b");
  assertEquals(address.entries.length, 1);
  lab.edit.commitText();
  assertEquals(address.entries.map((entry) => entry.address), ["/?text=the", "/?text=the+a+b"]);
  lab.edit.commitText();
  assertEquals(address.entries.length, 2);
});

Deno.test("takeText() is one act, and what was typed before it is another", async () => {
  const { lab, address } = await openedLab("text=the");
  lab.edit.setText("the a");
  lab.edit.takeText("b");
  assertEquals(
    address.entries.map((entry) => entry.address),
    ["/?text=the", "/?text=the+a", "/?text=b"],
  );
});

Deno.test("fork() keeps the way before it as a branch, in the address too; goBack() returns to it", async () => {
  const { lab, address } = await openedLab("text=the&path=1.2");
  await lab.settled();
  lab.tokens.fork(1, 3);
  await lab.settled();
  assertEquals(lab.state.query.value.branches, [[1, 2]]);
  assertEquals(address.entries.at(-1)?.address, "/?text=the&path=1.3&branches=1.2");
  assertEquals(lab.views.branches.value.map(({ own }) => own.map(({ id }) => id)), [[2]]);
  lab.tokens.goBack([1, 2]);
  await lab.settled();
  assertEquals(lab.state.query.value.path, [1, 2]);
  assertEquals(lab.state.query.value.branches, [[1, 3]]);
});

Deno.test("only a run that was stopped is said to have been", async () => {
  const { lab } = await openedLab("text=the");
  await lab.generation.step();
  assertEquals(lab.views.generated.value.length, 1);
  assertEquals(lab.views.stop.value, null);
});
