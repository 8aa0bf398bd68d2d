/** What a load is planned to run on, and what it is measured against: every device with every weight format. */
import { assertEquals, assertRejects } from "@std/assert";
import type { EngineBackend } from "@/lib/models/engine.ts";
import type { Dtype } from "@/lib/models/dtype_names.ts";
import type { HostedFile } from "@/lib/models/hub/hosted_file.ts";
import type { Repository } from "@/lib/models/hub/repository.ts";
import { makePlan } from "@/lib/models/load_plan.ts";
import { type LoadRequest, ModelError } from "@/lib/models/model_provider.ts";
import type { Capabilities, ProviderContext } from "@/lib/models/provider_context.ts";
import { BOTH } from "./fake_provider.ts";

const GIB = 1024 ** 3;

interface Asked extends Partial<LoadRequest> {
  readonly kernel?: boolean;
  readonly webgpu?: boolean;
  readonly shaderF16?: boolean;
  readonly softwareAdapter?: boolean;
  readonly recalled?: EngineBackend;
  readonly weights?: Partial<Record<Dtype, readonly HostedFile[]>>;
  readonly parameters?: number | null;
  readonly model?: string;
}

const file = (path: string, bytes: number | null): HostedFile => ({ path, bytes, sha256: null, etag: null });
const Q4 = { q4: [file("onnx/model_q4.onnx", 7)] };
const SAFETENSORS = { safetensors: [file("model.safetensors", 7)] };

async function plan(asked: Asked) {
  const { kernel = false, webgpu = false, shaderF16 = false, softwareAdapter = false, recalled = null } =
    asked;
  const capabilities: Capabilities = { ...BOTH, kernel, webgpu, shaderF16, softwareAdapter };
  const context = {
    capabilities: () => Promise.resolve(capabilities),
    memory: { recall: () => recalled },
  } as unknown as ProviderContext;
  const { model = "a/b", weights = Q4, parameters = 10 } = asked;
  const address = { host: "http://host.invalid/", name: model, revision: "main" };
  const repository = { address, common: [], weights, parameters } as unknown as Repository;
  const { backends, rival, notices, dtype } = await makePlan(context, repository, { ...asked, name: model });
  return { order: backends.join(" "), rival, notices, dtype };
}

async function orders(asked: Asked): Promise<[string, EngineBackend | null]> {
  const { order, rival } = await plan(asked);
  return [order, rival];
}

async function refusal(asked: Asked): Promise<string> {
  return (await assertRejects(() => plan(asked), ModelError)).message;
}

Deno.test("makePlan() tries what a device offers of what is asked for", async () => {
  const all = { kernel: true, webgpu: true };
  assertEquals(await orders({}), ["wasm", null]);
  assertEquals(await orders({ ...all, device: "wasm" }), ["wasm", null]);
  assertEquals(await orders({ ...all, device: "cpu" }), ["kernel wasm", "wasm"]);
  assertEquals(await orders({ ...all, device: "webgpu" }), ["webgpu kernel wasm", null]);
  assertEquals(await orders({ kernel: true, device: "webgpu" }), ["kernel wasm", null]);
  assertEquals(await orders({ kernel: true }), ["kernel wasm", "wasm"]);
  assertEquals(await orders({ webgpu: true }), ["wasm webgpu", "webgpu"]);
  assertEquals(await orders(all), ["kernel wasm webgpu", "webgpu"]);
  assertEquals(await orders({ ...all, softwareAdapter: true }), ["kernel wasm webgpu", "wasm"]);
});

Deno.test("makePlan() measures models of up to 1 GiB, and none whose size nobody knows", async () => {
  const most = GIB / 4;
  assertEquals(await orders({ webgpu: true, parameters: most }), ["wasm webgpu", "webgpu"]);
  assertEquals(await orders({ kernel: true, parameters: most }), ["kernel wasm", "wasm"]);
  for (const parameters of [most + 1, null]) {
    assertEquals(await orders({ webgpu: true, parameters }), ["webgpu wasm", null]);
    assertEquals(await orders({ kernel: true, parameters }), ["kernel wasm", null]);
  }
});

Deno.test("makePlan() measures nothing where one backend alone computes the format", async () => {
  const fp16 = { weights: { fp16: [file("onnx/model_fp16.onnx", 7)] } };
  assertEquals(await orders({ ...fp16, webgpu: true, shaderF16: true }), ["webgpu", null]);
  assertEquals(await orders({ weights: { q8: [file("q8", 7)] }, kernel: true }), ["wasm", null]);
  assertEquals(await orders({ weights: SAFETENSORS, kernel: true, webgpu: true }), ["kernel", null]);
});

Deno.test("makePlan() takes a remembered winner first, where it is offered", async () => {
  const all = { kernel: true, webgpu: true };
  assertEquals(await orders({ ...all, recalled: "wasm" }), ["wasm kernel webgpu", null]);
  assertEquals(await orders({ ...all, recalled: "webgpu" }), ["webgpu kernel wasm", null]);
  assertEquals(await orders({ kernel: true, recalled: "webgpu" }), ["kernel wasm", "wasm"]);
  assertEquals(await orders({ ...all, recalled: "kernel", device: "wasm" }), ["wasm", null]);
});

Deno.test("makePlan() compares this site's engine with nothing where a reference says that it is right", async () => {
  const model = "HuggingFaceTB/SmolLM2-135M-Instruct";
  const known = { kernel: true, model, weights: { q4: [file("onnx/model_q4.onnx", 113_836_369)] } };
  assertEquals(await orders(known), ["kernel wasm", null]);
  const other = { q4: [file("onnx/model_q4.onnx", 113_836_370)] };
  assertEquals(await orders({ ...known, weights: other }), ["kernel wasm", "wasm"]);
});

Deno.test("makePlan() says where WebGPU was asked for and does not compute", async () => {
  const noticed = async (asked: Asked) => (await plan({ device: "webgpu", ...asked })).notices;
  assertEquals(await noticed({ webgpu: true }), []);
  assertEquals(await noticed({}), ["This browser offers no WebGPU: the model runs on WASM"]);
  const own = ["Safetensors are not computed on WebGPU: this site's own engine does"];
  assertEquals(await noticed({ weights: SAFETENSORS, kernel: true, webgpu: true }), own);
  assertEquals((await plan({ device: "auto" })).notices, []);
});

Deno.test("makePlan() takes the best format for auto, or the one that is named", async () => {
  const weights = { q8: [file("q8", 7)], ...Q4, ...SAFETENSORS };
  for (const asked of [{}, { dtype: "auto" }, { dtype: "" }]) {
    assertEquals((await plan({ weights, ...asked })).dtype, "q4");
  }
  assertEquals((await plan({ weights, dtype: "q8" })).dtype, "q8");
  assertEquals((await plan({ weights, dtype: "safetensors", kernel: true })).dtype, "safetensors");
});

Deno.test("makePlan() says which formats there are where the one asked for is not", async () => {
  const q8 = { q8: [file("q8", 7)] };
  assertEquals(
    await refusal({ weights: { ...Q4, ...q8 }, dtype: "fp32" }),
    '"a/b" has no "fp32" weights to run here: choose q4, q8',
  );
  assertEquals(
    await refusal({ weights: { ...SAFETENSORS }, dtype: "q8", kernel: true }),
    '"a/b" has no "q8" weights to run here: choose safetensors',
  );
  assertEquals(
    await refusal({ weights: Q4, dtype: "safetensors" }),
    '"a/b" has no "safetensors" weights to run here: choose q4',
  );
  const fp16 = { fp16: [file("fp16", 7)] };
  for (const dtype of ["auto", ""]) {
    assertEquals(
      await refusal({ weights: fp16, dtype }),
      '"a/b" has no weights that this device computes: choose another model',
    );
  }
});

Deno.test("makePlan() says that onnxruntime reads no safetensors, where they are what is left or asked for", async () => {
  const reason = 'onnxruntime does not read the model.safetensors of "a/b"';
  const startsSo = async (asked: Asked) => (await refusal(asked)).startsWith(reason);
  assertEquals(await startsSo({ weights: SAFETENSORS }), true);
  assertEquals(await startsSo({ weights: SAFETENSORS, kernel: true, device: "wasm" }), true);
  assertEquals(await startsSo({ weights: { ...SAFETENSORS, fp16: [file("fp16", 7)] }, dtype: "fp16" }), true);
  assertEquals(await startsSo({ weights: { ...Q4, ...SAFETENSORS }, dtype: "safetensors" }), true);
  assertEquals(await startsSo({ weights: { ...Q4, ...SAFETENSORS }, dtype: "fp32" }), false);
});
