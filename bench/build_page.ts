/**
 * Builds the bench's page with the settings of the site's own build.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import { build } from "vite";

const ROOT = fileURLToPath(new URL("../", import.meta.url));

/** Bundles `bench/page` into a folder. */
export async function buildPage(outDir: string): Promise<void> {
  await build({
    configFile: false,
    root: ROOT,
    publicDir: false,
    logLevel: "warn",
    resolve: {
      alias: { "@/": ROOT },
      conditions: ["onnxruntime-web-use-extern-wasm", "module", "browser", "development|production"],
    },
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      modulePreload: { polyfill: false },
      rolldownOptions: {
        input: "bench/page/main.ts",
        checks: { pluginTimings: false },
        output: { entryFileNames: "main.js" },
      },
    },
    worker: { format: "es" },
  });
}
