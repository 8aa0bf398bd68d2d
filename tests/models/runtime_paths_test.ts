import { assertEquals, assertStringIncludes } from "@std/assert";
import { ORT_VERSION, runtimePaths } from "@/lib/models/runtime_paths.ts";

Deno.test("ORT_VERSION is the onnxruntime-web that is installed, and that transformers.js pins", async () => {
  const read = async (name: string) =>
    JSON.parse(
      await Deno.readTextFile(new URL(`../../node_modules/${name}/package.json`, import.meta.url)),
    );
  const runtime = await read("onnxruntime-web");
  const library = await read("@huggingface/transformers");
  assertEquals(ORT_VERSION, runtime.version);
  assertEquals(ORT_VERSION, library.dependencies["onnxruntime-web"]);
});

Deno.test("runtimePaths() names the smallest build that serves, under the version, on the site itself", () => {
  const wasm = runtimePaths("https://site.test", "wasm");
  assertEquals(wasm.wasm, `https://site.test/ort/${ORT_VERSION}/ort-wasm-simd-threaded.wasm`);
  assertStringIncludes(runtimePaths("https://site.test", "webgpu").mjs, ".asyncify.mjs");
});
