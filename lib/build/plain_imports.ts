/**
 * Imports at run time without Vite's list of preloads. The server links the chunks of a page in its head and styles
 * are one file, so the helper that Vite puts around every `import()` has nothing to fetch: it only takes room in the
 * first script.
 *
 * @module
 */
import type { Plugin } from "vite";

/** Vite's helper around an `import()`, in a chunk that has been made small: `i(()=>import(`./A.js`),[])`. */
const WRAPPED = /[\w$]+\(\(\)=>(import\(`[\w./-]+`\)(?:\.then\(\w+=>\w+\.\w+\))?),\[\]\)/g;

/** Replaces Vite's helper by a call of what it is given, and where that is an import alone by the import. */
export function plainImports(): Plugin {
  return {
    name: "plain-imports",
    apply: "build",
    enforce: "pre",
    load: {
      filter: { id: /^\0vite\/preload-helper\.js$/ },
      handler: () => "export const __vitePreload = (load) => load();",
    },
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        for (const file of Object.values(bundle)) if (file.type === "chunk") file.code = unwrapped(file.code);
      },
    },
  };
}

/** A chunk's code whose imports are called plainly. */
export function unwrapped(code: string): string {
  return code.replace(WRAPPED, "$1");
}
