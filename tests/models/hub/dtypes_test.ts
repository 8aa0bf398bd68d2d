import { assertEquals, assertThrows } from "@std/assert";
import { DTYPES } from "@/lib/models/dtype_names.ts";
import { backendsFor, isLowBit, SAFETENSORS, usableDtypes } from "@/lib/models/hub/dtypes.ts";
import { apiUrl, baseUrl, hubAddress } from "@/lib/models/hub/hub_address.ts";
import { ModelError } from "@/lib/models/model_provider.ts";

const WASM = { backends: ["wasm"], shaderF16: false } as const;
const GPU = { backends: ["wasm", "webgpu"], shaderF16: false } as const;
const GPU_F16 = { ...GPU, shaderF16: true } as const;

Deno.test("usableDtypes() prefers 4 bits, and 16-bit floats last of all", () => {
  assertEquals(usableDtypes(DTYPES, GPU_F16), DTYPES.filter((dtype) => dtype !== SAFETENSORS));
  assertEquals(usableDtypes(["fp16", "fp32", "q4f16", "q8"], GPU_F16), ["q8", "fp32", "q4f16", "fp16"]);
  assertEquals(usableDtypes(["q2", "model", ""], GPU_F16), []);
});

Deno.test("usableDtypes() offers no 16-bit floats to a device that would fail in the middle of a load", () => {
  for (const support of [WASM, GPU]) assertEquals(usableDtypes(["fp16", "q4f16"], support), []);
  assertEquals(usableDtypes(["fp16", "q4"], GPU), ["q4"]);
});

Deno.test("backendsFor() gives 16-bit floats to a GPU that computes in them, and to nothing else", () => {
  assertEquals(backendsFor("q4", GPU), ["wasm", "webgpu"]);
  assertEquals(backendsFor("q4f16", GPU_F16), ["webgpu"]);
  assertEquals(backendsFor("fp16", GPU), []);
});

Deno.test("safetensors are for this site's own engine alone, and come after every ONNX format", () => {
  const support = { backends: ["kernel", "wasm", "webgpu"], shaderF16: true } as const;
  assertEquals(backendsFor(SAFETENSORS, support), ["kernel"]);
  assertEquals(backendsFor(SAFETENSORS, GPU_F16), []);
  assertEquals(usableDtypes([SAFETENSORS, "fp16", "q4"], support), ["q4", "fp16", SAFETENSORS]);
});

Deno.test("isLowBit() is about what the engine expands", () => {
  assertEquals(DTYPES.filter(isLowBit), ["q4"]);
});

Deno.test("hubAddress() makes the addresses of a repository's files and description", () => {
  const address = hubAddress("https://hub.test//", "owner/model-1.5_b", "refs/pr/3");
  assertEquals(baseUrl(address), "https://hub.test/owner/model-1.5_b/resolve/refs%2Fpr%2F3/");
  assertEquals(
    apiUrl(address),
    "https://hub.test/api/models/owner/model-1.5_b/revision/refs%2Fpr%2F3?blobs=true",
  );
});

Deno.test("hubAddress() lets nothing but a repository and a revision through", () => {
  const names = [
    "",
    "a",
    "a/",
    "/b",
    "a/b/c",
    "../b",
    "a/..",
    "a/b?c",
    "a/b#c",
    "a b/c",
    "https://x/y",
    "a/-b",
    "a/b--c",
  ];
  for (const name of names) {
    assertThrows(() => hubAddress("https://hub.test", name, "main"), ModelError, "OWNER/NAME");
  }
  for (const revision of ["", "..", "a/../b", "a b", "a?b", "-a", "a/"]) {
    assertThrows(() => hubAddress("https://hub.test", "a/b", revision), ModelError, "revision");
  }
});
