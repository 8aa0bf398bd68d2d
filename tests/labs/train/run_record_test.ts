/** What is kept of a run: what a step adds to it, what going back forgets, and its last loss. */
import { assertEquals } from "@std/assert";
import {
  lastLoss,
  newRun,
  rewound,
  type RunRecord,
  stepsMade,
  thinned,
  untrainedRun,
  withProgress,
} from "@/lib/labs/train/run_record.ts";
import type { Progress, RunFacts } from "@/lib/training/run/training_protocol.ts";
import { DEFAULT_SETTINGS } from "@/lib/training/training_settings.ts";

const SETTINGS = { ...DEFAULT_SETTINGS, steps: 4 };
const FACTS = { engine: { backend: "cpu" } } as unknown as RunFacts;
const BLANK = newRun(3, SETTINGS, FACTS);

/** What the steps up to one gave, with the losses of two. */
function progress(step: number, patch: Partial<Progress> = {}): Progress {
  const records = [
    { step: step - 2, loss: 8 - step, gradientNorms: { embedding: 3, hiddenWeight: 4 } },
    { step: step - 1, loss: 7 - step, gradientNorms: null },
  ];
  return {
    step,
    records,
    trainLoss: 0.5 / step,
    heldOutLoss: 1 / step,
    divergence: null,
    checkpoints: [0, step],
    memory: { tensors: step, bytes: 8 * step },
    engine: { backend: "wasm" },
    ...patch,
  } as unknown as Progress;
}

Deno.test("a run begins with nothing but its first checkpoint, in the tab or on the server", () => {
  assertEquals([BLANK.number, BLANK.where, BLANK.checkpoints, BLANK.finalLoss], [3, "tab", [0], null]);
  assertEquals([BLANK.memory, BLANK.milliseconds, stepsMade(BLANK)], [{ tensors: 0, bytes: 0 }, 0, 0]);
  assertEquals(lastLoss(BLANK), NaN);
  const server = untrainedRun(SETTINGS, FACTS);
  assertEquals([server.number, server.where, server.engine], [1, "server", FACTS.engine]);
});

Deno.test("steps add their losses and the length of the whole gradient where it was measured", () => {
  const two = withProgress(BLANK, progress(2), 30);
  assertEquals([two.losses, two.gradientNorms], [[6, 5], [[0, 5]]]);
  assertEquals([two.trainLosses, two.heldOutLosses], [[[2, 0.25]], [[2, 0.5]]]);
  assertEquals([two.finalLoss, lastLoss(two), stepsMade(two)], [null, 5, 2]);
  assertEquals([two.memory.bytes, two.checkpoints, two.engine.backend, two.milliseconds], [
    16,
    [0, 2],
    "wasm",
    30,
  ]);
});

Deno.test("the loss after the last step is the run's, and what was not measured adds no point", () => {
  const two = withProgress(BLANK, progress(2), 30);
  const three = withProgress(two, progress(3, { heldOutLoss: null, trainLoss: null }), 12);
  assertEquals([three.trainLosses, three.heldOutLosses, three.finalLoss], [
    two.trainLosses,
    two.heldOutLosses,
    null,
  ]);
  const four = withProgress(two, progress(4), 12);
  assertEquals([four.finalLoss, lastLoss(four), four.milliseconds], [0.125, 0.125, 42]);
  assertEquals([four.trainLosses.length, four.losses], [2, [6, 5, 4, 3]]);
});

Deno.test("going back to a step keeps what was before it and the losses measured at it", () => {
  const points = [[1, 9], [2, 8], [3, 7]] as const;
  const run: RunRecord = {
    ...BLANK,
    losses: [4, 3, 2],
    gradientNorms: points,
    trainLosses: points,
    heldOutLosses: points,
    finalLoss: 1,
    divergence: "too large",
    checkpoints: [0, 2, 3],
  };
  const back = rewound(run, 2);
  assertEquals([back.losses, back.gradientNorms], [[4, 3], [[1, 9]]]);
  assertEquals([back.trainLosses, back.heldOutLosses], [[[1, 9], [2, 8]], [[1, 9], [2, 8]]]);
  assertEquals([back.finalLoss, back.divergence, back.checkpoints], [null, null, [0, 2, 3]]);
});

Deno.test("thinned points are all of them up to the most, and from one more on the first, the last and even ones", () => {
  const numbers = (count: number) => Array.from({ length: count }, (_, i) => i);
  assertEquals([thinned(numbers(4), 4), thinned(numbers(5), 4)], [[0, 1, 2, 3], [0, 1, 3, 4]]);
  assertEquals([thinned(numbers(11), 3), thinned([], 3)], [[0, 5, 10], []]);
});
