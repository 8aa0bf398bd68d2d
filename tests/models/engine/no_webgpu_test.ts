import { assertEquals, assertRejects } from "@std/assert";
import type { EngineOptions } from "@/lib/models/engine.ts";
import { createTransformersEngine } from "@/lib/models/engine/transformers_engine.ts";
import { ModelError } from "@/lib/models/model_provider.ts";

/** Why a model does not come on a device; `gpu` in place of the browser's own. */
async function refusal(spec: { readonly backend: string; readonly dtype: string }, gpu: unknown) {
  const own = Object.getOwnPropertyDescriptor(navigator, "gpu");
  Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
  try {
    const options = {
      spec: { threads: 1, ...spec },
      files: [],
      onProgress: () => {},
    } as unknown as EngineOptions;
    const { code, message } = await assertRejects(() => createTransformersEngine(options), ModelError);
    return `${code}: ${message}`;
  } finally {
    if (own) Object.defineProperty(navigator, "gpu", own);
    else Reflect.deleteProperty(navigator, "gpu");
  }
}

const withFeatures = (...features: string[]) => ({
  requestAdapter: () => Promise.resolve({ features: new Set(features) }),
});
const NONE = { requestAdapter: () => Promise.resolve(null) };

Deno.test("a model is refused on WebGPU where there is none, or none that computes in its floats, before anything else", async () => {
  const webgpu = (dtype: string, gpu: unknown) => refusal({ backend: "webgpu", dtype }, gpu);
  for (const gpu of [undefined, NONE]) {
    assertEquals(await webgpu("q4", gpu), "no_webgpu: This browser has no WebGPU: use WASM");
  }
  const needs = 'unsupported: This GPU cannot compute in 16-bit floats, which "q4f16" needs: use q4';
  assertEquals(await webgpu("q4f16", withFeatures()), needs);
  // What comes next needs a browser.
  const next = "internal: Cannot configure onnxruntime: it is not the web build";
  assertEquals(await webgpu("q4f16", withFeatures("shader-f16")), next);
  assertEquals(await refusal({ backend: "wasm", dtype: "q4f16" }, NONE), next, "WASM needs no GPU");
});
