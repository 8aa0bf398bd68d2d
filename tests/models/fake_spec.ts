import type { LoadSpec } from "@/lib/models/engine.ts";

/** A specification of a model without files. */
export function fakeSpec(changes: Partial<LoadSpec> = {}): LoadSpec {
  return {
    name: "a/b",
    revision: "main",
    dtype: "q4",
    backend: "wasm",
    baseUrl: "http://host.invalid/a/b/resolve/main/",
    files: [],
    expand: "auto",
    expandBudget: 0,
    threads: 1,
    wasmPaths: { mjs: "http://host.invalid/ort.mjs", wasm: "http://host.invalid/ort.wasm" },
    reference: null,
    ...changes,
  };
}
