/** Which model answers, by its names, and how it is called. */
import { assertEquals } from "@std/assert";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import {
  answeringModel,
  embeddedName,
  isHubModel,
  isModelMissing,
  isNamed,
  labelOf,
} from "@/lib/labs/predictor/model_choice.ts";
import { createPredictorExperiment } from "@/lib/labs/predictor/predictor_experiment.ts";
import { createPredictorState } from "@/lib/labs/predictor/predictor_state.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { fakePorts, loadedModel } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const ID = { name: "o/n", revision: "abc", dtype: "q4" };
const of = (backend: LanguageModel["backend"], id = ID) => ({ ...fakeModel({ tokens: ["a"] }), id, backend });

Deno.test("a model is the one that is named where each of its names fits or is left to it", () => {
  const names = { model: "o/n", revision: "abc", dtype: "q4" };
  assertEquals([isNamed(ID, names), isNamed(ID, { model: "o/n", revision: "", dtype: "auto" })], [
    true,
    true,
  ]);
  const others = [{ model: "o/m" }, { revision: "abd" }, { dtype: "q8" }];
  assertEquals(others.map((other) => isNamed(ID, { ...names, ...other })), [false, false, false]);
});

Deno.test("a hub's model is neither counted, nor computed in plain code, nor one of the site's own", () => {
  assertEquals([isHubModel(of("wasm")), isHubModel(of("webgpu")), isHubModel(of("kernel"))], [
    true,
    true,
    true,
  ]);
  assertEquals([isHubModel(of("counts")), isHubModel(of("cpu"))], [false, false]);
  assertEquals(isHubModel(of("wasm", { ...ID, name: "parcel-gpt" })), false);
});

Deno.test("a source has name, revision, format and backend; its label the last part of the name", () => {
  assertEquals([modelSource(of("wasm")), modelSource(of("counts"))], ["o/n@abc q4 wasm", "counts"]);
  assertEquals([labelOf(of("wasm")), labelOf(of("kernel"))], [
    "n, q4 on wasm",
    "n, q4 on this site's engine",
  ]);
  assertEquals(labelOf(of("counts")), "counts of the shipped corpora, Kneser-Ney smoothing");
});

Deno.test("the loaded model answers where the experiment names it, and one of the site's own until then", () => {
  const start = { query: { ...DEFAULT_QUERY, model: "o/n" }, notices: [] };
  const { ports } = fakePorts(fakeModel({ tokens: ["a"] }));
  const state = createPredictorState(createPredictorExperiment(start, ports));
  assertEquals([answeringModel(state), isModelMissing(state)], [null, true]);
  const own = fakeModel({ tokens: ["a"] });
  state.embedded.value = new Map([[embeddedName({ model: "o/n" }), own]]);
  assertEquals([answeringModel(state) === own, embeddedName({ model: "counts" })], [true, "counts"]);
  const loaded = loadedModel(own, ID);
  state.loaded.value = loaded;
  assertEquals([answeringModel(state) === loaded, isModelMissing(state)], [true, false]);
  state.query.value = { ...state.query.value, dtype: "q8" };
  assertEquals([answeringModel(state) === own, isModelMissing(state)], [true, true]);
  state.query.value = { ...state.query.value, model: "counts" };
  assertEquals([answeringModel(state), isModelMissing(state)], [null, false]);
});
