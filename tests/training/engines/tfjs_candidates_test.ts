import { assertEquals } from "@std/assert";
import { env } from "@tensorflow/tfjs-core";
import { tfjsCandidates, wasmThreads } from "@/lib/training/engines/tfjs_candidates.ts";

Deno.test("tfjsCandidates() tries WASM, then the plain backend, and WebGPU where there is one", () => {
  const backends = (hasGpu: boolean) => tfjsCandidates({ cores: 4, hasGpu }).map(({ backend }) => backend);
  assertEquals([backends(false), backends(true)], [["wasm", "cpu"], ["wasm", "cpu", "webgpu"]]);
  assertEquals(tfjsCandidates({ cores: 4, hasGpu: true }).filter(({ fallback }) => fallback), []);
  assertEquals([env().getBool("PROD"), wasmThreads()], [true, 1], "one thread before WASM is ready");
});
