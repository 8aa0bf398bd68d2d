/**
 * Imports at run time without Vite's list of preloads. The server links the chunks of a page in its head and styles
 * are one file, so the helper that Vite puts around every `import()` has nothing to fetch: it only takes room in the
 * first script.
 *
 * @module
 */
import type { Plugin } from "vite";

/** Replaces Vite's helper by a call of what it is given. */
export function plainImports(): Plugin {
  return {
    name: "plain-imports",
    apply: "build",
    enforce: "pre",
    load: {
      filter: { id: /^\0vite\/preload-helper\.js$/ },
      handler: () => "export const __vitePreload = (load) => load();",
    },
  };
}
