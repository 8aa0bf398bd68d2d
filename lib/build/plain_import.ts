import type { Plugin } from "vite";

/**
 * Makes each `import()` of the client a plain one. Vite wraps them to fetch stylesheets and modules beforehand; here
 * the server links both in a page's head, and the wrapper would be the largest part of the boot script that does
 * nothing.
 */
export function plainImport(): Plugin {
  return {
    name: "plain-import",
    enforce: "pre",
    load(id) {
      return id === "\0vite/preload-helper.js" ? "export const __vitePreload = (load) => load();" : null;
    },
  };
}
