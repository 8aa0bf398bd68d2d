import { assertEquals } from "@std/assert";
import { createModels, type ModelRequest } from "@/lib/labs/models/models.ts";
import { ModelError, type ModelProvider } from "@/lib/models/model_provider.ts";
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
