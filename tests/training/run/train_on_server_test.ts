/** How much the server trains: the budget and the text, one past each. */
import { assert, assertEquals } from "@std/assert";
import { parameterCount } from "@/lib/training/network/network.ts";
import { trainOnServer, untrainedOnServer } from "@/lib/training/run/train_on_server.ts";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/training/training_settings.ts";

async function kindOf(settings: Partial<TrainingSettings>): Promise<string> {
  return (await trainOnServer({ ...DEFAULT_SETTINGS, ...settings })).kind;
}

Deno.test("the server trains 30 million multiply-adds, and leaves a step more to the tab", async () => {
  const shape = { batch: 100, embedding: 40, hidden: 60, context: 2 };
  const small = await trainOnServer({ ...DEFAULT_SETTINGS, ...shape, steps: 1 });
  assert(small.kind === "finished");
  const parameters = parameterCount(small.run.facts.shape);
  const steps = Math.floor(3e7 / (3 * 100 * parameters));
  assertEquals(await kindOf({ ...shape, steps }), "finished");
  assertEquals(await kindOf({ ...shape, steps: steps + 1 }), "too_large");
  // A whole batch has as many examples as the text.
  const whole = small.run.facts.trainExamples;
  const fits = Math.floor(3e7 / (3 * whole * parameters));
  assertEquals(await kindOf({ ...shape, batch: 0, steps: fits }), "finished");
  assertEquals(await kindOf({ ...shape, batch: 0, steps: fits + 1 }), "too_large");
});

Deno.test("a network is too large before its weights are drawn", async () => {
  assertEquals(await kindOf({ context: 8, embedding: 512, hidden: 2048, steps: 2, batch: 1 }), "too_large");
  const untrained = (hidden: number) =>
    untrainedOnServer({ ...DEFAULT_SETTINGS, context: 1, embedding: 100, hidden, steps: 100_000 });
  assert(await untrained(1000) !== null);
  assertEquals(await untrained(1001), null);
});

Deno.test("the server reads 20,000 characters of a text, and leaves a longer one to the tab", async () => {
  const corpus = (length: number) => "a b c d\n".repeat(length / 8 + 1).slice(0, length);
  const settings = (length: number) => ({ corpus: corpus(length), steps: 1, batch: 1 });
  assertEquals(await kindOf(settings(20_000)), "finished");
  assertEquals(await kindOf(settings(20_001)), "too_large");
  const untrained = (length: number) => untrainedOnServer({ ...DEFAULT_SETTINGS, ...settings(length) });
  assert(await untrained(20_000) !== null);
  assertEquals(await untrained(20_001), null);
});
