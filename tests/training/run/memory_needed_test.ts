import { assertEquals, assertThrows } from "@std/assert";
import { networkShape } from "@/lib/training/network/network.ts";
import { MAX_BYTES, memoryNeeded, prepareRun } from "@/lib/training/run/start_run.ts";
import { TrainingError } from "@/lib/training/training_error.ts";
import { DEFAULT_SETTINGS, type OptimizerName } from "@/lib/training/training_settings.ts";

const SETTINGS = { ...DEFAULT_SETTINGS, context: 3, embedding: 5, hidden: 7, batch: 0 };
const SHAPE = networkShape(SETTINGS, 11);
/** Embeddings, hidden layer and output layer of that shape. */
const PARAMETERS = 11 * 5 + (7 * 15 + 7) + (11 * 7 + 11);
/** One example's arrays. */
const ROW = 5 * 11 + 8 * 7 + 3 * 3 * 5;

Deno.test("memoryNeeded() counts weights, two copies of them, the optimizer's moments and one step", () => {
  const needed = (optimizer: OptimizerName, batch: number, examples: number) =>
    memoryNeeded({ ...SETTINGS, optimizer, batch }, SHAPE, examples);
  assertEquals(needed("sgd", 0, 13), 4 * (3 * PARAMETERS + 13 * ROW));
  assertEquals(needed("momentum", 0, 13), 4 * (4 * PARAMETERS + 13 * ROW));
  assertEquals(needed("adamw", 2, 13), 4 * (5 * PARAMETERS + 2 * ROW));
  assertEquals(needed("adam", 20, 13), 4 * (5 * PARAMETERS + 13 * ROW), "no batch is larger than the text");
});

Deno.test("prepareRun() refuses a step beyond the memory of a tab, and says what helps", () => {
  const words = Array.from({ length: 12_000 }, (_, i) => `w${i}`).join(" ");
  const settings = { ...SETTINGS, tokens: "words", vocabulary: 50_000, optimizer: "sgd" } as const;
  const refused = (to: Partial<typeof SETTINGS>) =>
    assertThrows(() => prepareRun([words], { ...settings, ...to }), TrainingError).message;
  assertEquals(refused({}).split(": ").at(-1), "use batches of 256");
  assertEquals(
    refused({ hidden: 40_000, batch: 8 }).split(": ").at(-1),
    "use a smaller vocabulary or hidden layer",
  );
  assertEquals(MAX_BYTES, 1.5e9);
});
