import { assertEquals } from "@std/assert";
import { createModels, type ModelRequest } from "@/lib/labs/models/models.ts";
import {
  type LoadedModel,
  type LoadRequest,
  type ModelDescription,
  ModelError,
  type ModelProvider,
} from "@/lib/models/model_provider.ts";
import { heldPort } from "@/tests/fixtures/held.ts";
import { loadedModel } from "@/tests/labs/fake_ports.ts";
import { fakeModel } from "../../lm/fake_model.ts";

const own = fakeModel({ tokens: ["a"] });
const refuse = () => Promise.reject(new ModelError("not_found", "There is no such repository"));
const provider: ModelProvider = {
  catalog: [],
  describe: refuse,
  load: refuse,
  storage: refuse,
  clearStorage: refuse,
};
const request: ModelRequest = { model: "OWNER/NAME", revision: "", dtype: "auto", device: "auto" };

Deno.test("one of the site's own models answers by itself, a hub model once it is loaded", async () => {
  const models = createModels(provider, () => Promise.resolve(own));
  assertEquals(await models.answering({ model: "parcel-gpt", revision: "", dtype: "auto" }), own);
  assertEquals([models.isMissing(request), await models.answering(request)], [true, null]);
});

Deno.test("a failed load says why, and what answers stays", async () => {
  const models = createModels(provider, () => Promise.resolve(own));
  assertEquals(await models.load(request), false);
  assertEquals(models.problem.value?.message, "There is no such repository");
  assertEquals(models.loading.value, null);
});

Deno.test("a loaded model's weights are named with their hash, where its format is the one described", async () => {
  const id = { name: "OWNER/NAME", revision: "main", dtype: "q4" };
  const files = [
    { path: "config.json", bytes: 3, sha256: "c0" },
    { path: "onnx/model_q4.onnx", bytes: 2, sha256: "a1" },
    { path: "onnx/model_q4.onnx_data", bytes: 9, sha256: "b2" },
  ];
  const model = { ...own, id, onRecovery: null, report: {} } as unknown as LoadedModel;
  const described = { id, files } as unknown as ModelDescription;
  const make = (description: () => Promise<ModelDescription>) =>
    createModels(
      { ...provider, load: () => Promise.resolve(model), describe: description },
      () => Promise.resolve(own),
    );
  const models = make(() => Promise.resolve(described));
  assertEquals(await models.weights(), null);
  await models.load(request);
  assertEquals((await models.weights())?.sha256, "b2");
  const other = make(() => Promise.resolve({ ...described, id: { ...id, dtype: "fp32" } }));
  await other.load(request);
  assertEquals(await other.weights(), null);
  const offline = make(refuse);
  await offline.load(request);
  assertEquals(await offline.weights(), null);
});

Deno.test("the weights that are named are those of the loaded format, ONNX or safetensors", async () => {
  const files = {
    q4: { path: "onnx/model_q4.onnx", bytes: 2, sha256: "a1" },
    fp16: { path: "onnx/model_fp16.onnx", bytes: 4, sha256: "b2" },
    safetensors: { path: "model.safetensors", bytes: 4, sha256: "c3" },
  };
  for (const [dtype, file] of Object.entries(files)) {
    const id = { name: "OWNER/NAME", revision: "main" };
    const model = { ...own, id: { ...id, dtype }, onRecovery: null, report: {} } as unknown as LoadedModel;
    const describe: ModelProvider["describe"] = (_name, _revision, _signal, asked = "q4") =>
      Promise.resolve(
        { id: { ...id, dtype: asked }, files: [files[asked as "q4"]] } as unknown as ModelDescription,
      );
    const models = createModels(
      { ...provider, load: () => Promise.resolve(model), describe },
      () => Promise.resolve(own),
    );
    await models.load(request);
    assertEquals((await models.weights())?.sha256, file.sha256);
  }
});

Deno.test("a model that comes although another one was asked for since is not taken", async () => {
  const port = heldPort<Parameters<ModelProvider["load"]>, LoadedModel>();
  const models = createModels({ ...provider, load: port.ask }, () => Promise.resolve(own));
  const made = (name: string) => loadedModel(own, { name, revision: "main", dtype: "q4" });
  const [first, second] = [models.load(request), models.load({ ...request, model: "OWNER/OTHER" })];
  await port.asked[1]!.answer(made("OWNER/OTHER"));
  await port.asked[0]!.answer(made("OWNER/NAME"));
  assertEquals(await Promise.all([first, second]), [false, true]);
  assertEquals([models.loaded.value?.id.name, models.problem.value, models.loading.value], [
    "OWNER/OTHER",
    null,
    null,
  ]);
});

Deno.test("a model that comes after another was chosen is given back, and is not what answers", async () => {
  const loads = heldPort<[LoadRequest], LoadedModel>();
  const models = createModels({ ...provider, load: loads.ask }, () => Promise.resolve(own));
  const late = fakeModel({ tokens: ["a"] });
  const loading = models.load(request);
  models.cancel();
  const id = { name: "OWNER/NAME", revision: "main", dtype: "q4" };
  await loads.asked[0]!.answer({ ...loadedModel(late, id), dispose: late.dispose });
  assertEquals([await loading, models.loaded.value, late.disposed], [false, null, true]);
});

Deno.test("a load ends with its signal where another one is asked for, or it is canceled", async () => {
  const loads = heldPort<[LoadRequest], LoadedModel>();
  const models = createModels({ ...provider, load: loads.ask }, () => Promise.resolve(own));
  const first = models.load(request);
  const second = models.load({ ...request, model: "OWNER/OTHER" });
  const isAborted = (at: number) => loads.asked[at]!.question[0].signal?.aborted;
  assertEquals([isAborted(0), isAborted(1)], [true, false]);
  models.cancel();
  assertEquals(isAborted(1), true);
  for (const load of loads.asked) await load.fail("called off");
  assertEquals([await first, await second, models.problem.value], [false, false, null]);
});

Deno.test("a loaded model is given back when another one is chosen, and stays while it is meant", async () => {
  const held = fakeModel({ tokens: ["a"] });
  const id = { name: "OWNER/NAME", revision: "main", dtype: "q4" };
  const load = () => Promise.resolve({ ...loadedModel(held, id), dispose: held.dispose });
  const models = createModels({ ...provider, load }, () => Promise.resolve(own));
  await models.load(request);
  models.releaseOthers(request);
  assertEquals([models.loaded.value?.id, held.disposed], [id, false]);
  models.releaseOthers({ model: "parcel-gru", revision: "", dtype: "auto" });
  assertEquals([models.loaded.value, held.disposed, models.isMissing(request)], [null, true, true]);
});

Deno.test("a model that was released for one that did not come is missing again", async () => {
  const loads = heldPort<[LoadRequest], LoadedModel>();
  const models = createModels({ ...provider, load: loads.ask }, () => Promise.resolve(own));
  const id = { name: "OWNER/NAME", revision: "main", dtype: "q4" };
  const first = models.load(request);
  await loads.asked[0]!.answer(loadedModel(own, id));
  assertEquals([await first, models.isMissing(request)], [true, false]);
  const second = models.load({ ...request, model: "OWNER/OTHER" });
  loads.asked[1]!.question[0].onRelease!();
  models.cancel();
  await loads.asked[1]!.fail("Canceled by the visitor");
  assertEquals([await second, models.loaded.value, models.isMissing(request)], [false, null, true]);
  assertEquals(await models.answering(request), null);
});
