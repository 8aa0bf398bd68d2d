/** Choosing, describing and clearing models: what each act leaves of the experiment, and what it tells. */
import { assertEquals } from "@std/assert";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import type { PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { createModelCommands } from "@/lib/labs/predictor/commands/model_commands.ts";
import { isModelMissing } from "@/lib/labs/predictor/model_choice.ts";
import { createPredictorExperiment } from "@/lib/labs/predictor/predictor_experiment.ts";
import { createPredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import { type ModelDescription, ModelError, type ModelProvider } from "@/lib/models/model_provider.ts";
import { fakePorts, fakeProvider, loadedModel } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const MODEL = fakeModel({ tokens: ["a"] });

function commandsOf(provider: Partial<ModelProvider> = {}, query: Partial<PredictorQuery> = {}) {
  const { ports, address } = fakePorts(MODEL, { ...fakeProvider(), ...provider });
  const start = { query: { ...DEFAULT_QUERY, ...query }, notices: [] };
  const state = createPredictorState(createPredictorExperiment(start, ports));
  const changes: [string, Partial<PredictorQuery>][] = [];
  const change = (patch: Partial<PredictorQuery>, how: "push" | "replace") => {
    changes.push([how, patch]);
    state.query.value = { ...state.query.peek(), ...patch };
  };
  return { state, address, changes, models: createModelCommands(state, ports, change) };
}

const id = (name: string) => ({ name, revision: "abc", dtype: "q4" });

Deno.test("a model that the experiment names is loaded into it; another one begins a new way, with its own names", async () => {
  const load = () => Promise.resolve(loadedModel(MODEL, id("o/n")));
  const named = commandsOf({ load }, { model: "o/n", path: [3], heads_off: ["1.1"] });
  named.state.passes.value = [{ kind: "decode" }] as never;
  await named.models.load({ name: "o/n" });
  const own = { model: "o/n", revision: "abc", dtype: "q4", device: "auto" as const };
  assertEquals(named.changes, [["replace", own]]);
  assertEquals([named.state.query.value.path, named.state.passes.value, named.state.loading.value], [
    [3],
    [],
    null,
  ]);
  const other = commandsOf({ load }, { model: "o/other", path: [3] });
  await other.models.load({ name: "o/n", device: "webgpu" });
  assertEquals(other.changes, [["push", {
    ...own,
    device: "webgpu",
    path: [],
    branches: [],
    heads_off: [],
  }]]);
});

Deno.test("a load asked for again is the last one, on another device if one is named; before any there is none", async () => {
  const asked: unknown[] = [];
  const { models, state } = commandsOf({
    load: ({ name, dtype, device }) => {
      asked.push([name, dtype, device]);
      return Promise.reject(new ModelError("no_webgpu", "none"));
    },
  });
  await models.retry("wasm");
  assertEquals(asked, []);
  await models.load({ name: "o/n", dtype: "q8" });
  assertEquals([state.loadProblem.value?.action, state.loading.value], ["use_wasm", null]);
  await models.retry();
  await models.retry("wasm");
  assertEquals(asked, [["o/n", "q8", undefined], ["o/n", "q8", undefined], ["o/n", "q8", "wasm"]]);
});

Deno.test("a model that was released for one that was called off is missing again, and can be loaded", async () => {
  let calls = 0;
  const { models, state } = commandsOf({
    load: ({ signal, onRelease }) => {
      if (++calls !== 2) return Promise.resolve(loadedModel(MODEL, id("o/n")));
      onRelease!();
      return new Promise((_, reject) => signal!.addEventListener("abort", () => reject(signal!.reason)));
    },
  });
  await models.load({ name: "o/n" });
  const other = models.load({ name: "o/other" });
  assertEquals([isModelMissing(state), state.loading.value?.name], [true, "o/other"]);
  models.cancel();
  await other;
  assertEquals([state.query.value.model, isModelMissing(state), state.loadProblem.value], [
    "o/n",
    true,
    null,
  ]);
  await models.load({ name: "o/n" });
  assertEquals(isModelMissing(state), false);
});

Deno.test("a description is asked for in the experiment's format where it is its model, and takes an older one's place", async () => {
  const asked: unknown[] = [];
  const describe: ModelProvider["describe"] = (name, revision, _, dtype) => {
    asked.push([name, revision, dtype]);
    return Promise.resolve({ id: id(name), title: `${asked.length}` } as ModelDescription);
  };
  const { models, state } = commandsOf({ describe }, { model: "o/n", dtype: "fp16" });
  for (const name of ["o/n", "o/m", "o/n"]) await models.describe(name, "main");
  assertEquals(asked, [["o/n", "main", "fp16"], ["o/m", "main", "auto"], ["o/n", "main", "fp16"]]);
  assertEquals(state.described.value.map(({ title }) => title), ["2", "3"]);
});

Deno.test("what cannot be described is told, and what was called off is not", async () => {
  const reject = (error: unknown) => ({ describe: () => Promise.reject(error) });
  const failing = commandsOf(reject(new ModelError("not_found", "There is no o/n")));
  await failing.models.describe("o/n");
  assertEquals(failing.state.loadProblem.value?.message, "There is no o/n");
  const stopped = commandsOf(reject(new DOMException("x", "AbortError")));
  stopped.state.loadProblem.value = failing.state.loadProblem.value;
  await stopped.models.describe("o/n");
  assertEquals(stopped.state.loadProblem.value, null);
});

Deno.test("one of the site's own models is taken as it is, and the problem of a load before it goes", () => {
  const { models, state, changes } = commandsOf({}, {
    model: "o/n",
    revision: "abc",
    dtype: "q4",
    path: [1],
  });
  state.loadProblem.value = { message: "m", fine: "", action: "retry" };
  models.useEmbedded("counts");
  const names = { model: "counts", revision: "", dtype: "auto", device: "auto" as const };
  assertEquals(changes, [["push", { ...names, path: [], branches: [], heads_off: [] }]]);
  assertEquals(state.loadProblem.value, null);
});

Deno.test("storage is read after it was cleared, of one model or of all, and is nothing where a browser has none", async () => {
  const cleared: unknown[] = [];
  const report = { usedBytes: 7, quotaBytes: null, models: [] };
  const { models, state } = commandsOf({
    storage: () => Promise.resolve(report),
    clearStorage: (name) => Promise.resolve(void cleared.push(name)),
  });
  await models.clearStorage("o/n");
  await models.clearStorage();
  assertEquals([cleared, state.storage.value], [["o/n", undefined], report]);
  const none = commandsOf({ storage: () => Promise.reject(new Error("denied")) });
  none.state.storage.value = report;
  await none.models.refreshStorage();
  assertEquals(none.state.storage.value, null);
});

Deno.test("calling off goes back where nothing is loading", () => {
  const { models, address } = commandsOf();
  address.entries.push({ address: "/?model=counts", state: { query: "model=counts", drafts: {}, depth: 1 } });
  models.cancel();
  assertEquals(address.entries.length, 1);
});
