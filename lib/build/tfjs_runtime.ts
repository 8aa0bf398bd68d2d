/**
 * Puts the WebAssembly of tfjs beside the bundles, with the two scripts that its threads run.
 *
 * tfjs would make those scripts itself, from the text of a function that a minifier has rewritten, and start them
 * from `blob:` addresses. As files they run as they were written, under the site's own policy.
 *
 * @module
 */
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import type { Plugin } from "vite";

const SOURCE = "node_modules/@tensorflow/tfjs-backend-wasm";
const THREADED = "tfjs-backend-wasm-threaded-simd";
/** With threads, with SIMD alone, with neither. */
const BINARIES = ["-threaded-simd", "-simd", ""].map((build) => `tfjs-backend-wasm${build}.wasm`);

/** Copies tfjs's WebAssembly to `dist/tfjs/VERSION/`; the version in the path makes it immutable. */
export function tfjsRuntime(): Plugin {
  return { name: "tfjs-runtime", apply: "build", writeBundle: (output) => copyRuntime(output.dir ?? "dist") };
}

/** Makes tfjs start its threads from those files; for the build of workers. */
export function tfjsThreads(): Plugin {
  return {
    name: "tfjs-threads",
    apply: "build",
    transform: {
      filter: { id: /tfjs-backend-wasm\/dist\/backend_wasm\.js$/ },
      handler: async (code) => ({ code: useFiles(code, `/tfjs/${await version()}/`), map: null }),
    },
  };
}

/** @throws {Error} If tfjs is not written as expected: a new version needs another look. */
function useFiles(code: string, folder: string): string {
  const changed = code
    .replace(/(path\.endsWith\('\.worker\.js'\)\) \{)/, `$1 return ${JSON.stringify(folder)} + path;`)
    .replace(
      /(factoryConfig\.mainScriptUrlOrBlob = )new Blob\(\[[\s\S]*?\], \{ type: 'text\/javascript' \}\)/,
      `$1${JSON.stringify(`${folder}${THREADED}.js`)}`,
    );
  if (changed.split(folder).length !== 3) {
    throw new Error("Cannot find where tfjs starts its threads: see lib/build/tfjs_runtime.ts");
  }
  return changed;
}

async function version(): Promise<string> {
  return JSON.parse(await readFile(`${SOURCE}/package.json`, "utf8")).version;
}

async function copyRuntime(outputFolder: string): Promise<void> {
  const target = `${outputFolder}/tfjs/${await version()}`;
  await mkdir(target, { recursive: true });
  await Promise.all(BINARIES.map((file) => copyFile(`${SOURCE}/dist/${file}`, `${target}/${file}`)));
  await copyFile(`${SOURCE}/wasm-out/${THREADED}.js`, `${target}/${THREADED}.js`);
  const require = createRequire(resolve("package.json"));
  const { wasmWorkerContents } = require(resolve(`${SOURCE}/wasm-out/${THREADED}.worker.js`));
  // Line ends inside its string literals, which tfjs escapes at run time.
  await writeFile(`${target}/${THREADED}.worker.js`, wasmWorkerContents.replaceAll("\n", "\\n"));
}
