/**
 * Puts the WebAssembly runtime beside the bundles, unbundled: it is loaded by address, and only with a
 * model that needs it.
 *
 * @module
 */
import { copyFile, mkdir, readFile } from "node:fs/promises";
import type { Plugin } from "vite";

/** The plain build for WASM, the asyncify build for WebGPU: script and binary of each. */
const FILES = ["", ".asyncify"].flatMap((build) =>
  ["mjs", "wasm"].map((extension) => `ort-wasm-simd-threaded${build}.${extension}`)
);

/** Copies onnxruntime-web's runtime to `dist/ort/VERSION/`; the version in the path makes it immutable. */
export function onnxRuntime(): Plugin {
  return { name: "onnx-runtime", apply: "build", writeBundle: (output) => copyRuntime(output.dir ?? "dist") };
}

async function copyRuntime(outputFolder: string): Promise<void> {
  const source = "node_modules/onnxruntime-web";
  const { version } = JSON.parse(await readFile(`${source}/package.json`, "utf8"));
  const target = `${outputFolder}/ort/${version}`;
  await mkdir(target, { recursive: true });
  await Promise.all(FILES.map((file) => copyFile(`${source}/dist/${file}`, `${target}/${file}`)));
}
