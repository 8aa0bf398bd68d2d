/**
 * Puts the script of every page's shell beside the bundles: minified, and named by its content.
 *
 * @module
 */
import { readFile } from "node:fs/promises";
import { minify, type Plugin } from "vite";

/** A classic script that needs no bundling; development serves it as it is written. */
const SOURCE = "static/shell.js";
/** What only a built site does: to register its service worker. */
const BUILT_ONLY = "static/register.js";

/** Emits both as one minified script; the manifest lists it as `static/shell.js`. */
export function shellScript(): Plugin {
  return {
    name: "shell-script",
    apply: "build",
    async buildStart() {
      const source = await minified([SOURCE, BUILT_ONLY]);
      this.emitFile({ type: "asset", name: "shell.js", originalFileName: SOURCE, source });
    },
  };
}

async function minified(paths: readonly string[]): Promise<string> {
  const sources = await Promise.all(paths.map((path) => readFile(path, "utf8")));
  // A block keeps the names in it from becoming the page's.
  const { code, errors } = await minify(SOURCE, sources.map((source) => `{${source}}`).join("\n"), {
    module: false,
    compress: { target: "es2022" },
    mangle: true,
    codegen: { removeWhitespace: true },
  });
  const [error] = errors;
  if (error) throw error;
  return code;
}
