/** What is taken out of a run while it goes on, or after another one began. */
import { assertEquals } from "@std/assert";
import { settled, until } from "@/tests/fixtures/held.ts";
import { openTrainLab } from "@/tests/labs/train/open_train_lab.ts";

Deno.test("a run that another one replaces is not saved under that one's name, and its end is no failure", async () => {
  const { lab, files, opened, kept } = openTrainLab({ batch: 5, steps: 20 });
  await lab.training.train();
  const saved = (["safetensors", "json", "predictor"] as const).map((kind) => lab.save(kind));
  const started = lab.training.train();
  await Promise.all([...saved, started]);
  assertEquals([files, opened, kept.file, lab.state.problem.value, lab.state.waiting.value], [
    [],
    [],
    null,
    null,
    null,
  ]);
  assertEquals([lab.state.run.value?.number, lab.state.status.value], [2, "done"]);
  lab.close();
});

Deno.test("weights that are saved while a run goes on are named by the steps that are in them", async () => {
  const { lab, files, drawing } = openTrainLab({ batch: 5, steps: 200 });
  drawing.hold();
  const started = lab.training.train();
  // A frame is under way: its steps are in the weights that come after it.
  await until(() => lab.state.status.value === "running");
  const saved = lab.save("json");
  await saved;
  const steps = lab.state.run.value!.losses.length;
  assertEquals([files.map(({ name }) => name), steps > 0], [
    [`neural-ngram-seed-7-step-${steps}.json`],
    true,
  ]);
  lab.training.pause();
  drawing.release();
  await started;
  lab.close();
});

Deno.test("the predictor is not opened on a run that another one replaced while it was kept", async () => {
  const world = openTrainLab({ batch: 5, steps: 20 });
  const { lab, opened } = world;
  await lab.training.train();
  const { promise, resolve } = Promise.withResolvers<void>();
  world.keeping.wait = promise;
  const saved = lab.save("predictor");
  await until(() => world.kept.file !== null);
  const started = lab.training.train();
  await settled();
  resolve();
  await Promise.all([saved, started]);
  assertEquals([opened, lab.state.run.value?.number], [[], 2]);
  lab.close();
});

Deno.test("an export does not end the wait for what the network writes", async () => {
  const { lab, drawing } = openTrainLab({ batch: 5, steps: 20 });
  await lab.training.train();
  const saved = lab.save("json");
  drawing.hold();
  const writing = lab.inspect.write();
  await saved;
  assertEquals(lab.state.waiting.value, "writing");
  drawing.release();
  await writing;
  assertEquals(lab.state.waiting.value, null);
  lab.close();
});
