import { assert, assertEquals } from "@std/assert";
import { deviceCapabilities, type DeviceScope, needsShaderF16, wasmThreads } from "@/lib/models/device.ts";

const GIB = 1024 ** 3;

function scope(navigator: DeviceScope["navigator"] = {}, crossOriginIsolated = true): DeviceScope {
  return { navigator, crossOriginIsolated, SharedArrayBuffer };
}

Deno.test("wasmThreads() uses the physical cores, never fewer than two nor more than four", () => {
  const threads = (hardwareConcurrency: number) => wasmThreads(scope({ hardwareConcurrency }));
  assertEquals([1, 2, 3, 4, 6, 8, 64].map(threads), [1, 2, 2, 2, 3, 4, 4]);
});

Deno.test("wasmThreads() is one where the page is not isolated, or says nothing", () => {
  assertEquals(wasmThreads(scope({ hardwareConcurrency: 8 }, false)), 1);
  assertEquals(wasmThreads(scope()), 1);
});

Deno.test("an isolated page without shared memory has one thread, and says so", async () => {
  const isolated = { navigator: { hardwareConcurrency: 8 }, crossOriginIsolated: true };
  assertEquals(wasmThreads(isolated), 1);
  assertEquals((await deviceCapabilities(isolated)).crossOriginIsolated, false);
});

Deno.test("deviceCapabilities() finds an adapter and what it computes in", async () => {
  const gpu = (...features: string[]) => ({
    requestAdapter: () => Promise.resolve({ features: new Set(features) }),
  });
  const found = async (navigator: DeviceScope["navigator"]) => {
    const { webgpu, shaderF16 } = await deviceCapabilities(scope(navigator));
    return [webgpu, shaderF16];
  };
  assertEquals(await found({ gpu: gpu("shader-f16") }), [true, true]);
  assertEquals(await found({ gpu: gpu() }), [true, false]);
  assertEquals(await found({ gpu: { requestAdapter: () => Promise.resolve(null) } }), [false, false]);
  assertEquals(await found({ gpu: { requestAdapter: () => Promise.reject(new Error("no")) } }), [
    false,
    false,
  ]);
  assertEquals(await found({}), [false, false]);
});

Deno.test("deviceCapabilities() expands no weights where the memory is small or unknown, else what a WASM heap holds", async () => {
  const budget = async (deviceMemory?: number) =>
    (await deviceCapabilities(scope(deviceMemory === undefined ? {} : { deviceMemory }))).expandBudget;
  assertEquals([await budget(), await budget(2), await budget(4)], [0, 0, 0]);
  assertEquals([await budget(8), await budget(32)], [1.5 * GIB, 1.5 * GIB]);
});

Deno.test("needsShaderF16() is about formats in 16-bit floats", () => {
  assert(["fp16", "q4f16"].every(needsShaderF16));
  assert(!["q4", "q8", "fp32", "int8"].some(needsShaderF16));
});
