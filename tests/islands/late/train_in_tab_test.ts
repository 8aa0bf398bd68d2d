import { assertAlmostEquals, assertEquals } from "@std/assert";
import { type Shown, STEPS, trainInTab } from "@/islands/learn/train_in_tab.ts";
import { TrainingSession } from "@/lib/training/run/training_session.ts";
import { heldPort, until } from "@/tests/fixtures/held.ts";
import worked from "@/tests/reference/torch_neural_ngram.json" with { type: "json" };

/** Counts the sessions that are given back while something runs. */
async function disposals(run: () => Promise<unknown>): Promise<number> {
  const { dispose } = TrainingSession.prototype;
  let count = 0;
  TrainingSession.prototype.dispose = function () {
    count++;
    dispose.call(this);
  };
  try {
    await run();
  } finally {
    TrainingSession.prototype.dispose = dispose;
  }
  return count;
}

Deno.test("trainInTab() shows nothing of a figure that is closed, and gives its network back", async () => {
  const { asked, ask } = heldPort<[], void>();
  const controller = new AbortController();
  const shown: Shown[] = [];
  const given = await disposals(async () => {
    const training = trainInTab((next) => shown.push(next), controller.signal, ask);
    await until(() => asked.length === 1);
    await asked[0]!.answer();
    await until(() => asked.length === 2);
    controller.abort();
    await asked[1]!.answer();
    await training;
  });
  assertEquals([shown.length, given], [2, 1]);
});

Deno.test("trainInTab() takes all its steps, with the words after the context, likeliest first", async () => {
  const shown: Shown[] = [];
  const { signal } = new AbortController();
  const given = await disposals(() =>
    trainInTab((next) => shown.push(next), signal, () => Promise.resolve())
  );
  const { source, losses, rows, floorNats } = shown.at(-1)!;
  assertEquals(
    [shown[0]!.source, source],
    [4, STEPS].map((steps) => `neural-ngram@seed-7-step-${steps} fp32 cpu`),
  );
  losses.forEach((loss, step) => assertAlmostEquals(loss, worked.runs["7"].losses[step]!, 1e-4));
  assertEquals([losses.length, given], [STEPS, 1]);
  const likeliest = worked.runs["7"].probabilities_after_left_regional
    .map((probability, id) => ({ word: worked.vocabulary[id]!, probability }))
    .sort((a, b) => b.probability - a.probability);
  assertEquals(rows.map(({ word }) => word), likeliest.slice(0, 3).map(({ word }) => word));
  assertAlmostEquals(rows[0]!.probability, likeliest[0]!.probability, 1e-5);
  assertAlmostEquals(floorNats, Math.LN2 / 2, 1e-6);
});

Deno.test("trainInTab() gives its network back where showing it fails", async () => {
  const { signal } = new AbortController();
  const fail = () => {
    throw new Error("nothing to show it on");
  };
  const given = await disposals(() =>
    trainInTab(fail, signal).then(() => {}, ({ message }) => assertEquals(message, "nothing to show it on"))
  );
  assertEquals(given, 1);
});
