import { assertEquals, assertStrictEquals, assertStringIncludes } from "@std/assert";
import { toModelError } from "@/lib/models/engine/engine_error.ts";
import { ModelError } from "@/lib/models/model_provider.ts";

const CASES: Readonly<Record<string, string>> = {
  "A valid external Instance reference no longer exists. Device was lost": "device_lost",
  "Error: device is lost: DXGI_ERROR_DEVICE_HUNG": "device_lost",
  "std::bad_alloc": "out_of_memory",
  "invalid array length": "out_of_memory",
  "length too large": "out_of_memory",
  "Array buffer allocation failed": "out_of_memory",
  "Cannot enlarge memory, requested 4294967296 bytes": "out_of_memory",
  "Invalid typed array length: 9437184000": "out_of_memory",
  "WebAssembly.Memory(): could not allocate memory": "out_of_memory",
  "WebAssembly.Memory.grow(): Unable to grow instance memory": "out_of_memory",
  "No memory for the kernel": "out_of_memory",
  "Unsupported model type: bert": "unsupported",
  'Could not locate file: "onnx/model.onnx"': "unsupported",
  'The file "tokenizer.json" was not found locally': "not_found",
  "no available backend found. ERR: [webgpu] Error: x": "no_webgpu",
  "Failed to get GPU adapter. You may need to enable flag": "no_webgpu",
  "Non-zero status code returned while running Gather node": "internal",
};

for (const [message, code] of Object.entries(CASES)) {
  Deno.test(`toModelError() calls "${message}" ${code}`, () => {
    for (const thrown of [new Error(message), message]) {
      const error = toModelError(thrown);
      assertEquals(error.code, code);
      assertStringIncludes(error.message, message);
    }
  });
}

Deno.test("toModelError() keeps a ModelError and the cause of any other", () => {
  const known = new ModelError("too_long", "no");
  assertStrictEquals(toModelError(known), known);
  const cause = new TypeError("x is not a function");
  assertStrictEquals(toModelError(cause).cause, cause);
});

Deno.test("toModelError() knows an abort", () => {
  const error = toModelError(new DOMException("signal is aborted without reason", "AbortError"));
  assertEquals(error.code, "aborted");
});
