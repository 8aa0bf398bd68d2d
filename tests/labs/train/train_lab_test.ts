import { assert, assertAlmostEquals, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { describeTrained, loadTrained } from "@/lib/labs/train/trained_network.ts";
import { ModelError } from "@/lib/models/model_provider.ts";
import { parseTrainQuery } from "@/lib/labs/train/train_fields.ts";
import { serverRun } from "@/lib/labs/train/run_record.ts";
import { trainOnServer } from "@/lib/training/run/train_on_server.ts";
import { DEFAULT_SETTINGS } from "@/lib/training/training_settings.ts";
import worked from "@/tests/reference/torch_neural_ngram.json" with { type: "json" };
import { placeOf } from "@/tests/labs/fake_history.ts";
import { openTrainLab } from "@/tests/labs/train/open_train_lab.ts";

Deno.test("train() runs to the end: PyTorch's losses, the floor, hub", async () => {
  const { lab } = openTrainLab();
  await lab.training.train();
  const run = lab.state.run.value!;
  assertEquals(lab.state.status.value, "done");
  run.losses.forEach((loss, step) => assertAlmostEquals(loss, worked.runs["7"].losses[step]!, 1e-4));
  assertEquals(run.losses.length, 120);
  assertAlmostEquals(run.finalLoss!, worked.runs["7"].final_loss, 1e-4);
  const look = lab.state.look.value!;
  assertEquals(lab.state.watched.value, "left regional");
  assertEquals(run.facts.tokenizer.tokens[look.logits.indexOf(Math.max(...look.logits))], "hub");
  lab.close();
});

Deno.test("pause, step, rewind and resume give the figures of a run in one go", async () => {
  const { lab } = openTrainLab({ batch: 5 });
  const started = lab.training.train();
  while ((lab.state.run.value?.losses.length ?? 0) < 10) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  lab.training.pause();
  await started;
  assertEquals(lab.state.status.value, "paused");
  const made = lab.state.run.value!.losses.length;
  assert(made < 120);
  await lab.training.step();
  assertEquals(lab.state.run.value!.losses.length, made + 1);
  await lab.training.rewind(5);
  const back = lab.state.run.value!.losses.length;
  assert(back <= 5);
  await lab.training.resume();
  const { losses, finalLoss } = lab.state.run.value!;
  const whole = openTrainLab({ batch: 5 });
  await whole.lab.training.train();
  assertEquals(losses, whole.lab.state.run.value!.losses);
  assertEquals(finalLoss, whole.lab.state.run.value!.finalLoss);
  assertEquals(lab.state.status.value, "done");
  lab.close();
  whole.lab.close();
});

Deno.test("a run can be called off before it begins: nothing of it is left, and the next one trains", async () => {
  const { lab, entries, workers } = openTrainLab({ batch: 5, steps: 20 });
  lab.training.cancel();
  assertEquals([lab.state.status.value, workers.length], ["idle", 0]);
  await lab.training.train();
  const started = lab.training.train();
  assertEquals(lab.state.status.value, "starting");
  lab.training.cancel();
  await started;
  const { status, run, earlier, problem } = lab.state;
  assertEquals([status.value, run.value, problem.value], ["idle", null, null]);
  assertEquals(earlier.value.map(({ number, losses }) => [number, losses.length]), [[1, 20]]);
  assertEquals(workers.map(({ terminated }) => terminated), [true, true]);
  assertEquals(entries.at(-1)!.address, "/train?batch=5&steps=20");
  await lab.training.train();
  assertEquals([status.value, run.value?.number, run.value?.losses.length], ["done", 2, 20]);
  lab.training.cancel();
  assertEquals([status.value, run.value?.number], ["done", 2]);
  lab.close();
});

Deno.test("a step asked for while a frame is under way is counted: the run has no step more", async () => {
  const { lab } = openTrainLab({ batch: 5 });
  const started = lab.training.train();
  while ((lab.state.run.value?.losses.length ?? 0) < 10) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  lab.training.pause();
  const steps = [lab.training.step(), lab.training.step()];
  await Promise.all([started, ...steps]);
  await lab.training.resume();
  const whole = openTrainLab({ batch: 5 });
  await whole.lab.training.train();
  assertEquals(lab.state.run.value!.losses, whole.lab.state.run.value!.losses);
  assertEquals(lab.state.run.value!.finalLoss, whole.lab.state.run.value!.finalLoss);
  lab.close();
  whole.lab.close();
});

Deno.test("a second run keeps the first to compare with", async () => {
  const { lab } = openTrainLab({ steps: 20 });
  await lab.training.train();
  lab.change({ seed: 8 });
  await lab.training.train();
  assertEquals(lab.views.comparable.value.map(({ number, settings }) => [number, settings.seed]), [[1, 7], [
    2,
    8,
  ]]);
  lab.close();
});

Deno.test("settings that cannot be are refused in words, and the text is kept", async () => {
  const { lab, entries } = openTrainLab();
  lab.change({ learning_rate: NaN });
  assertEquals(entries.at(-1)!.address, "/train", "an address holds only what can be read back");
  await lab.training.train();
  assertStringIncludes(lab.state.problem.value!.message, "Learning rate");
  lab.change({ learning_rate: 0.05, corpus: "", steps: 9 });
  await lab.training.train();
  assertStringIncludes(lab.state.problem.value!.message, "no text to learn from");
  assertEquals(lab.state.settings.value.corpus, "");
  lab.close();
});

Deno.test("a problem offers the change that removes it", async () => {
  const { lab } = openTrainLab({ context: 8, steps: 5 });
  await lab.training.train();
  assertEquals(lab.state.problem.value?.remedy?.label, "Use a context of 1");
  await lab.remedy();
  assertEquals([lab.state.problem.value, lab.state.status.value], [null, "done"]);
  assertEquals(lab.state.settings.value.context, 1);
  lab.close();
});

Deno.test("a lost worker is told of, and the next run has a new one", async () => {
  const { lab, workers } = openTrainLab({ steps: 5000 });
  const started = lab.training.train();
  while ((lab.state.run.value?.losses.length ?? 0) < 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  workers[0]!.crash("the tab's memory");
  await started;
  assertStringIncludes(lab.state.problem.value!.message, "train again");
  lab.change({ steps: 10 });
  await lab.training.train();
  assertEquals([workers.length, lab.state.status.value], [2, "done"]);
  lab.close();
});

Deno.test("the server's run is trained again in the tab before the first question about it", async () => {
  const made = await trainOnServer(DEFAULT_SETTINGS);
  if (made.kind !== "finished") throw new Error(made.kind);
  const { lab } = openTrainLab();
  lab.state.run.value = serverRun(DEFAULT_SETTINGS, made.run);
  const losses = lab.state.run.value.losses;
  losses.forEach((loss, step) => assertAlmostEquals(loss, worked.runs["7"].losses[step]!, 1e-4));
  await lab.inspect.compare();
  assertEquals(lab.state.run.value.where, "tab");
  assertEquals(lab.state.run.value.losses, losses);
  assert(lab.state.comparison.value !== null);
  lab.close();
});

Deno.test("the run goes out as script, safetensors and JSON", async () => {
  const { lab, files } = openTrainLab({ steps: 5 });
  await lab.training.train();
  for (const kind of ["python", "safetensors", "json"] as const) await lab.save(kind);
  assertEquals(files.map(({ name }) => name), [
    "neural-ngram-seed-7-step-5.py",
    "neural-ngram-seed-7-step-5.safetensors",
    "neural-ngram-seed-7-step-5.json",
  ]);
  assertStringIncludes(String(files[0]!.content), "torch.manual_seed(7)");
  assertEquals(JSON.parse(String(files[2]!.content)).weights["2.bias"].length, 16);
  lab.close();
});

Deno.test("the network is kept for the predictor and opened there as it was", async () => {
  const { lab, opened, kept } = openTrainLab();
  const store = { read: () => Promise.resolve(kept.file), write: () => Promise.resolve() };
  await assertRejects(() => describeTrained(store), ModelError, "train one");
  await lab.training.train();
  await lab.save("predictor");
  assertEquals(opened, ["/?text=left+regional&model=trained"]);
  const { parameters, vocabularySize } = await describeTrained(store);
  assertEquals([parameters, vocabularySize], [392, 8]);
  const model = await loadTrained(store);
  assertEquals(model.id, { name: "trained", revision: "seed-7-step-120", dtype: "fp32" });
  const [row] = await model.logits(await model.encode("left regional"));
  assertEquals(Array.from(row!.slice(0, 8)), lab.state.look.value!.logits);
  lab.close();
});

Deno.test("the network writes on, and one example is stepped through", async () => {
  const { lab } = openTrainLab();
  await lab.training.train();
  lab.state.prompt.value = "parcel left";
  await lab.inspect.write();
  const written = lab.state.written.value!;
  assertEquals([written.tokens.length, written.stop], [24, "limit"]);
  await lab.inspect.trace();
  const trace = lab.state.trace.value!;
  assertEquals(lab.state.run.value!.facts.tokenizer.tokens[trace.target], "hub");
  lab.close();
});

Deno.test("what no address holds is kept as typed, and comes back: a long text, a wrong value", () => {
  const { lab, entries } = openTrainLab();
  const corpus = "long ".repeat(4000);
  lab.change({ corpus });
  lab.change({ learning_rate: NaN, hidden: 9999 });
  assertEquals(entries.map(({ address }) => address), ["/train"]);
  const again = openTrainLab().lab;
  again.experiment.restore(placeOf(entries.at(-1)!), true);
  assertEquals(again.state.settings.value, { ...DEFAULT_SETTINGS, corpus });
  const { learning_rate, hidden } = again.experiment.drafts.value;
  assertEquals([learning_rate!.text, hidden!.text], ["", "9999"]);
  again.experiment.restore(placeOf({ address: "/train?seed=3", state: null }));
  assertEquals(again.state.settings.value, { ...DEFAULT_SETTINGS, seed: 3 });
  assertEquals(again.experiment.isCurrent.value, true);
});

Deno.test("a value that cannot be used makes the run that is shown another one's, until it is right again", async () => {
  const { lab, entries } = openTrainLab({ steps: 3 });
  await lab.training.train();
  lab.change({ hidden: 0 });
  assertEquals(lab.views.stale.value, true);
  await lab.training.train();
  assertEquals(lab.state.problem.value?.message, "Hidden units, H is not between 1 and 2,048");
  assertEquals(entries.at(-1)!.address, "/train?steps=3", "nothing was trained that an address could name");
  lab.change({ hidden: DEFAULT_SETTINGS.hidden });
  assertEquals(lab.views.stale.value, false);
  lab.close();
});

Deno.test("the address says that a run of the defaults was finished, until a setting is changed", async () => {
  const { lab, entries } = openTrainLab();
  await lab.training.train();
  assertEquals(entries.at(-1)!.address, "/train?run=1");
  const again = lab.training.train();
  lab.training.cancel();
  await again;
  assertEquals(entries.at(-1)!.address, "/train", "a run that was called off is not finished");
  await lab.training.train();
  assertEquals(entries.at(-1)!.address, "/train?run=1");
  lab.change({ seed: 8 });
  assertEquals(entries.at(-1)!.address, "/train?seed=8");
  lab.change({ seed: 7 });
  assertEquals(entries.at(-1)!.address, "/train");
  lab.close();
});

Deno.test("the address holds every setting and nothing that is default", () => {
  const { lab, entries } = openTrainLab();
  lab.change({ seed: 3, tie: true, hidden: 6 });
  const query = new URLSearchParams(entries.at(-1)!.address.split("?")[1]);
  assertEquals([...query.keys()].sort(), ["hidden", "seed", "tie"]);
  assertEquals(parseTrainQuery(query).query, lab.state.settings.value);
  const { query: fallen, notices } = parseTrainQuery(
    new URLSearchParams("learning_rate=Infinity&context=9&optimizer=lion&steps=NaN"),
  );
  assertEquals(fallen, DEFAULT_SETTINGS);
  assertEquals(notices.length, 4);
  lab.change({ corpus: "long ".repeat(4000) });
  assertEquals(entries.at(-1)!.address, "/train", "a text too long for an address is not put into one");
});
