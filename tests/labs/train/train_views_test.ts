/** What the training page opens with and derives: status, contexts as typed, runs to compare, stale settings. */
import { assertEquals } from "@std/assert";
import { signal } from "@preact/signals";
import type { Experiment } from "@/lib/labs/experiment/experiment.ts";
import { newRun, type RunRecord } from "@/lib/labs/train/run_record.ts";
import { contextText, createTrainState, type TrainState } from "@/lib/labs/train/train_state.ts";
import { createTrainViews } from "@/lib/labs/train/train_views.ts";
import { createWorkerLink } from "@/lib/labs/train/worker_link.ts";
import { wrongSetting } from "@/lib/labs/train/wrong_setting.ts";
import { TrainingError } from "@/lib/training/training_error.ts";
import type { TrainingClient } from "@/lib/training/run/training_client.ts";
import type { RunFacts } from "@/lib/training/run/training_protocol.ts";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/training/training_settings.ts";

const TOKENS = Array.from({ length: 60 }, (_, i) => `w${i}`);
const FACTS = {
  tokenizer: { kind: "words", tokens: TOKENS, merges: [], unknown: null },
  samples: TOKENS.map((_, id) => ({ context: [id % 50, -1], target: 0 })),
} as unknown as RunFacts;

const RUN = { ...newRun(1, DEFAULT_SETTINGS, FACTS), losses: [2] };

function stateOf(run: RunRecord | null, problem: string | null = null): TrainState {
  const query = signal(DEFAULT_SETTINGS);
  const experiment = { query, moved: signal([]), notices: signal([]) } as unknown as Experiment<
    TrainingSettings
  >;
  const look = { step: 0, context: [-1, 3], logits: [], points: [], shown: 1 };
  return createTrainState({ settings: DEFAULT_SETTINGS, notices: [], run, look, problem }, experiment);
}

Deno.test("a page opens idle, done or diverged, with the context that was looked at as it would be typed", () => {
  const status = (run: RunRecord | null) => stateOf(run).status.value;
  assertEquals([status(null), status({ ...RUN, losses: [] }), status(RUN)], ["idle", "idle", "done"]);
  assertEquals(status({ ...RUN, divergence: "too large" }), "diverged");
  assertEquals([stateOf(RUN).watched.value, stateOf(null).watched.value], ["w3", ""]);
  assertEquals([stateOf(RUN, "m").problem.value, stateOf(RUN).problem.value], [{ message: "m" }, null]);
  const pairs = { tokenizer: { kind: "bpe", tokens: ["a", "\u00c3", "\u00a4"] } } as unknown as RunFacts;
  assertEquals([contextText(pairs, [-1, 0, 1, 2]), contextText(FACTS, [0, -1, 1])], ["aä", "w0 w1"]);
});

Deno.test("forty contexts of the text are offered, each once", () => {
  const views = createTrainViews(stateOf(RUN), signal(true));
  assertEquals([views.samples.value.length, views.samples.value.at(-1)], [40, "w39"]);
  const doubled = { ...FACTS, samples: [...FACTS.samples.slice(0, 3), ...FACTS.samples.slice(0, 3)] };
  assertEquals(createTrainViews(stateOf({ ...RUN, facts: doubled }), signal(true)).samples.value, [
    "w0",
    "w1",
    "w2",
  ]);
  assertEquals(createTrainViews(stateOf(null), signal(true)).samples.value, []);
});

Deno.test("a run is stale under other settings or a value that cannot be read, and not while it is busy", () => {
  const stale = (
    run: RunRecord | null,
    isCurrent: boolean,
    status: TrainState["status"]["value"] = "done",
  ) => {
    const state = stateOf(run);
    state.status.value = status;
    return createTrainViews(state, signal(isCurrent)).stale.value;
  };
  const other = { ...RUN, settings: { ...DEFAULT_SETTINGS, seed: 9 } };
  assertEquals([stale(RUN, true), stale(RUN, false), stale(other, true), stale(null, false)], [
    false,
    true,
    true,
    false,
  ]);
  assertEquals(
    [stale(other, true, "running"), stale(other, true, "starting"), stale(other, true, "paused")],
    [false, false, true],
  );
});

Deno.test("runs that made a step are compared, this one once it rests", () => {
  const numbers = (run: RunRecord | null, status: TrainState["status"]["value"]) => {
    const state = stateOf(run);
    state.status.value = status;
    state.earlier.value = [{ ...RUN, number: 7 }];
    return createTrainViews(state, signal(true)).comparable.value.map(({ number }) => number);
  };
  assertEquals([numbers(RUN, "done"), numbers(RUN, "running"), numbers({ ...RUN, losses: [] }, "done")], [
    [7, 1],
    [7],
    [7],
  ]);
  assertEquals([numbers(null, "idle"), numbers(RUN, "starting")], [[7], [7]]);
});

Deno.test("every run has a worker of its own, and one that was lost is not asked again", async () => {
  const log: string[] = [];
  let failure: Error | null = null;
  const link = createWorkerLink(() => {
    const name = `w${log.filter((each) => each.startsWith("start")).length}`;
    log.push(`start ${name}`);
    const request = () => failure ? Promise.reject(failure) : Promise.resolve(null);
    return { request, terminate: () => void log.push(`end ${name}`) } as unknown as TrainingClient;
  });
  const ask = (type: "start" | "weights") => link.ask(type, {} as never).catch(() => {});
  await ask("weights");
  await ask("weights");
  await ask("start");
  assertEquals(log, ["start w0", "end w0", "start w1"]);
  failure = new TrainingError("rate", "m");
  await ask("weights");
  failure = new TrainingError("worker_lost", "m");
  await ask("weights");
  failure = null;
  await ask("weights");
  link.close();
  link.close();
  assertEquals(log.slice(3), ["start w2", "end w2"]);
});

Deno.test("a setting that is wrong is named with its reason, the first of several", () => {
  assertEquals(wrongSetting({ steps: { text: "3", error: null } }), null);
  const drafts = {
    held_out: { text: "x", error: "is not a number" },
    learning_rate: { text: "", error: "is wrong" },
  };
  assertEquals(wrongSetting(drafts), "Learning rate is wrong");
});
