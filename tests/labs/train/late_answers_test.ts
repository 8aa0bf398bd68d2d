/** The training lab's acts when the old answer comes after the new question. */
import { assert, assertEquals } from "@std/assert";
import { settled } from "@/tests/fixtures/held.ts";
import { openTrainLab } from "@/tests/labs/train/open_train_lab.ts";

async function trained() {
  const opened = openTrainLab({ batch: 5, steps: 20 });
  await opened.lab.training.train();
  return opened;
}

Deno.test("what a network writes ends when another run begins: nothing of it stands beside that run", async () => {
  const { lab, drawing } = await trained();
  drawing.hold();
  const writing = lab.inspect.write();
  while (lab.state.written.value === null) await settled();
  const started = lab.training.train();
  assertEquals(lab.state.written.value, null);
  drawing.release();
  await Promise.all([writing, started]);
  assertEquals([lab.state.written.value, lab.state.run.value?.number, lab.state.problem.value], [
    null,
    2,
    null,
  ]);
  lab.close();
});

Deno.test("what was asked about the run before is no failure of the one that begins", async () => {
  const { lab } = await trained();
  const asked = [
    lab.inspect.compare(),
    lab.inspect.trace(),
    lab.inspect.write(),
    lab.inspect.watch("right regional"),
  ];
  const started = lab.training.train();
  await Promise.all([...asked, started]);
  assertEquals([lab.state.problem.value, lab.state.status.value], [null, "done"]);
  assertEquals([lab.state.comparison.value, lab.state.trace.value, lab.state.written.value], [
    null,
    null,
    null,
  ]);
  lab.close();
});

Deno.test("another look does not end the wait for what the network writes", async () => {
  const { lab, drawing } = await trained();
  drawing.hold();
  const writing = lab.inspect.write();
  while (lab.state.written.value === null) await settled();
  await lab.inspect.watch("left regional");
  assertEquals(lab.state.waiting.value, "writing");
  drawing.release();
  await writing;
  assertEquals([lab.state.waiting.value, lab.state.written.value?.stop !== null], [null, true]);
  lab.close();
});

Deno.test("steps that come after a rewind are not counted, and the run can go on from there", async () => {
  const { lab } = openTrainLab({ batch: 5, steps: 200 });
  const started = lab.training.train();
  while ((lab.state.run.value?.losses.length ?? 0) < 10) await settled(1);
  // A frame is under way: its steps are those of before the rewind.
  const back = lab.training.rewind(0);
  await Promise.all([started, back]);
  await settled(50);
  assertEquals([lab.state.run.value?.losses.length, lab.state.status.value], [0, "paused"]);
  assertEquals(lab.state.look.value?.step, 0);
  await lab.training.resume();
  assertEquals(lab.state.run.value?.losses.length, 200);
  lab.close();
});

Deno.test("a run that another one overtakes while it starts leaves nothing: one run, of the last settings", async () => {
  const { lab } = openTrainLab({ batch: 5, steps: 20 });
  const first = lab.training.train();
  lab.change({ steps: 30 });
  const second = lab.training.train();
  await Promise.all([first, second]);
  assertEquals([lab.state.run.value?.settings.steps, lab.state.earlier.value.length], [30, 0]);
  assert(lab.state.problem.value === null && lab.state.status.value === "done");
  lab.close();
});
