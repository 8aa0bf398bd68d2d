import { assertEquals, assertStringIncludes } from "@std/assert";
import { describeDevice, modelOffers, offerOf } from "@/lib/labs/predictor/views/model_offers.ts";
import { catalogDescriptions } from "@/lib/models/hub/catalog.ts";
import type { DeviceCapabilities } from "@/lib/models/device.ts";

const SMALL = "HuggingFaceTB/SmolLM2-135M-Instruct";
const WASM: DeviceCapabilities = {
  webgpu: false,
  kernel: false,
  shaderF16: false,
  crossOriginIsolated: true,
  threads: 2,
  expandBudget: 1e9,
};
const catalog = catalogDescriptions();
const COUNTS = { model: "counts", revision: "", dtype: "auto" };

Deno.test("modelOffers() puts the recommended model in front while counts answer", () => {
  const { first, more } = modelOffers({ catalog, described: [], named: COUNTS, answers: true, device: WASM });
  assertEquals(first.map(({ name }) => name), [SMALL]);
  assertEquals(first.length + more.length, catalog.length);
});

Deno.test("modelOffers() puts the model that a link names in front, once it was looked up", () => {
  const named = { ...COUNTS, model: "owner/other" };
  const sources = { catalog, named, answers: false, device: WASM };
  assertEquals(modelOffers({ ...sources, described: [] }).first, []);
  const other = { ...catalog[0]!, id: { ...catalog[0]!.id, name: "owner/other" }, downloadBytes: 5 };
  const { first } = modelOffers({ ...sources, described: [other] });
  assertEquals(first.map(({ name, downloadBytes }) => [name, downloadBytes]), [["owner/other", 5]]);
});

Deno.test("modelOffers() does not offer the model that answers", () => {
  const named = { ...COUNTS, model: SMALL };
  const { first, more } = modelOffers({ catalog, described: [], named, answers: true, device: WASM });
  assertEquals([...first, ...more].some(({ name }) => name === SMALL), false);
});

Deno.test("modelOffers() refuses what no WASM heap holds, and warns of what is slow without WebGPU", () => {
  const fit = (parameters: number | null, device: DeviceCapabilities | null) => {
    const model = { ...catalog[0]!, parameters, memoryBytes: parameters && 4 * parameters };
    const { first, more } = modelOffers({
      catalog: [model],
      described: [],
      named: COUNTS,
      answers: true,
      device,
    });
    return [...first, ...more][0]!.fit;
  };
  assertEquals(fit(1e8, WASM), "good");
  assertEquals(fit(5e8, WASM), "slow");
  assertEquals(fit(1.2e9, WASM), "no");
  assertEquals(fit(1.2e9, { ...WASM, webgpu: true }), "good");
  assertEquals(fit(1e8, null), "unknown");
  // Of what nobody knows the size of it is not said that it runs.
  assertEquals(fit(null, { ...WASM, webgpu: true }), "unknown");
});

Deno.test("an offer's words stand at their bounds: 3.5 GiB of a WASM heap, 400 million parameters", () => {
  const [entry] = catalog;
  const GPU = { ...WASM, webgpu: true };
  const fit = (patch: object, dtype = "q4", device: DeviceCapabilities | null = WASM) => {
    const offer = offerOf({ ...entry!, ...patch, id: { ...entry!.id, dtype } }, device);
    return [offer.fit, offer.fitNote];
  };
  const [most, small] = [3.5 * 1024 ** 3, { parameters: 4e8, memoryBytes: 3.5 * 1024 ** 3 }];
  assertEquals(fit(small), ["good", "runs here"]);
  assertEquals(fit({ ...small, parameters: 4e8 + 1 }), ["slow", "runs here, slowly: without WebGPU"]);
  assertEquals(fit({ ...small, parameters: null }), ["good", "runs here"]);
  const large = { ...small, memoryBytes: most + 1 };
  assertEquals(fit(large), ["no", "too large for WASM: it needs a device with WebGPU"]);
  assertEquals(fit(large, "q4", GPU), ["good", "runs here"]);
  // This site's own engine computes in WASM, also where there is WebGPU.
  assertEquals(fit(large, "safetensors", GPU), [
    "no",
    "too large for WASM: choose a repository with ONNX weights",
  ]);
  assertEquals([fit({ memoryBytes: null }), fit(small, "q4", null)], [["unknown", ""], ["unknown", ""]]);
});

Deno.test("describeDevice() says what was found", () => {
  assertStringIncludes(describeDevice(null), "is measured when a model is loaded");
  assertEquals(
    describeDevice({ ...WASM, threads: 1 }),
    "This device: WASM with 1 thread; WebGPU was not found.",
  );
  assertStringIncludes(describeDevice({ ...WASM, webgpu: true, shaderF16: true }), "WebGPU, WASM with 2");
  assertStringIncludes(describeDevice(WASM), "WASM with 2 threads");
  assertStringIncludes(describeDevice({ ...WASM, webgpu: true }), "WebGPU without 16-bit floats");
});

Deno.test("the recommended model's size is known before any host is asked, whichever host it is", () => {
  assertEquals(catalog.find(({ id }) => id.name === SMALL)?.downloadBytes, 115_403_772);
});
