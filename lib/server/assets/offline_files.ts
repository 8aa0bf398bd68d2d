/**
 * Files the service worker caches: at install, or when first used.
 *
 * @module
 */
import { readdirSync, statSync } from "node:fs";
import type { Bundle } from "@/lib/server/assets/bundle.ts";
import { ROOT } from "@/lib/server/root.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { staticUrl } from "@/lib/server/assets/static_url.ts";
import { FONTS, stylesheetUrl } from "@/lib/server/assets/stylesheet.ts";

/** Files by what the service worker does with them. */
interface OfflineFiles {
  /** Fetched when the worker is installed: all that the pages themselves take. */
  readonly files: readonly string[];
  /** Every script of the build. */
  readonly scripts: readonly string[];
  /** Folders whose files are named by their content: kept when they were used, and from one build to the next. */
  readonly folders: readonly string[];
}

/** A larger script is a runtime that brings a model or a training with it: it is kept when it was used. */
const LARGEST = 100_000;

/** Lists the files of a build. */
export function offlineFiles(bundle: Bundle): OfflineFiles {
  const scripts = namesIn("dist/assets").map((name) => `/assets/${name}`);
  const workers = scripts.filter((path) => /worker|\.wasm$/.test(path));
  const small = [...bundle.files, ...workers].filter((path) =>
    statSync(`${ROOT}/dist${path}`).size < LARGEST
  );
  return {
    files: [
      ...new Set(small),
      stylesheetUrl(),
      ...FONTS.map(staticUrl),
      staticUrl("favicon.svg"),
      "/favicon.ico",
    ],
    scripts,
    folders: [
      ...["ort", "tfjs"].flatMap((folder) => namesIn(`dist/${folder}`).map((name) => `/${folder}/${name}/`)),
      ...Object.values(shippedModels()).map(({ weights }) => weights.slice(0, weights.lastIndexOf("/") + 1)),
    ],
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(`${ROOT}/${folder}`).sort();
  } catch {
    return [];
  }
}
