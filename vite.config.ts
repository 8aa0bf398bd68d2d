import { fileURLToPath } from "node:url";
import devServer from "@hono/vite-dev-server";
import preact from "@preact/preset-vite";
import { defineConfig } from "vite";
import { islandChunk } from "./lib/build/island_chunks.ts";
import { onnxRuntime } from "./lib/build/onnx_runtime.ts";
import { plainImports } from "./lib/build/plain_imports.ts";
import { precompress } from "./lib/build/precompress.ts";
import { shellScript } from "./lib/build/shell_script.ts";
import { tfjsRuntime, tfjsThreads } from "./lib/build/tfjs_runtime.ts";

/** What Vite itself serves in development; every other address is the site's. */
const SOURCES = [/^\/@/, /^\/(islands|lib|node_modules)\//];

/**
 * What nearly every lab's page uses, in one chunk: each by itself would be smaller than what a file costs. What these
 * use while they load is among them: of two chunks that need each other, one would find the other empty.
 */
const LAB_FRAME =
  /\/(islands\/experiment\/\w+|lib\/(labs\/(address_pace|experiment\/\w+)|ui\/(page\/(error_box|fold|notices|panel|result_region|term|definition)|form\/(handle|number_input|roving_focus)|format|token\/(chip|pieces|join)|plot\/probability_bar)|experiment\/(address|bounded_address|codec|query_text|fields\/(field|parse_number|predictor_fields|predictor_query|stage_fields|text_fields))|lm\/(decode_bytes|graphemes|number_text|sampler\/(settings|stages)|generation\/context_policy)|models\/(dtype_names|model_provider|model_error)))\.tsx?$/;

/** What the pages that run a model share, for the same reason. */
const MODEL_FRAME =
  /\/(lib\/((\w+\/)+pick_build|models\/(device|once|download\/wait|hub\/catalog)|labs\/predictor\/(model_choice|problem)|ui\/predictor\/(distribution_summary|model_row))|islands\/models\/(embedded_models|fetch_ahead|saves_data|when_idle|lazy_provider))\.tsx?$/;

/** In development too, workers need isolation to run threads. */
const ISOLATED = {
  "cross-origin-embedder-policy": "require-corp",
  "cross-origin-resource-policy": "same-origin",
};

/** Builds what the browser gets: the boot script, one chunk an island, the workers. The server needs no build. */
export default defineConfig({
  appType: "custom",
  publicDir: false,
  resolve: {
    alias: { "@/": fileURLToPath(new URL("./", import.meta.url)) },
    // onnxruntime-web without its WebAssembly glue: threads would otherwise run the whole worker again.
    conditions: ["onnxruntime-web-use-extern-wasm", "module", "browser", "development|production"],
  },
  build: {
    manifest: true,
    // The server links the chunks of a page in its head; a second list in the script would only be larger.
    modulePreload: false,
    rolldownOptions: {
      input: ["lib/client/boot.ts", "lib/client/new_version.ts"],
      checks: { pluginTimings: false, bundlerTimings: false },
      output: {
        codeSplitting: {
          groups: [{ name: "preact", test: /\/node_modules\/.*preact/, priority: 1 }, { name: islandChunk }, {
            name: "lab-frame",
            test: LAB_FRAME,
          }, {
            name: "model-frame",
            test: MODEL_FRAME,
          }],
          includeDependenciesRecursively: false,
        },
      },
    },
    target: "es2022",
  },
  server: { headers: ISOLATED },
  worker: { format: "es", plugins: () => [tfjsThreads()] },
  optimizeDeps: { include: ["preact", "preact/hooks", "@preact/signals", "@huggingface/transformers"] },
  plugins: [
    preact(),
    plainImports(),
    devServer({ entry: "main.ts", injectClientScript: false, exclude: SOURCES }),
    shellScript(),
    onnxRuntime(),
    tfjsRuntime(),
    precompress(),
  ],
});
