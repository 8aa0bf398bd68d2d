/**
 * Which scripts a page needs: from the manifest of the client build, or from Vite's own server in
 * development.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { IslandName } from "@/islands/mod.ts";
import { ROOT } from "@/lib/server/root.ts";

/** The scripts of a build. */
export interface Bundle {
  /** Short content hash that names the build; `development`, or `none` where nothing was built. */
  readonly build: string;
  /** Address of the shell's script as the build minified it; null where nothing was built. */
  readonly shell: string | null;
  /** Addresses of the scripts that every page with an island loads. */
  readonly scripts: readonly string[];
  /** Address of the module that says that a new version is there; null where nothing was built. */
  readonly news: string | null;
  /** Addresses of everything that the manifest lists: all that pages load, without the large parts of workers. */
  readonly files: readonly string[];
  /** Addresses of the modules that hydrating these islands takes, to be fetched beside the boot script. */
  preloads(islands: readonly IslandName[]): string[];
}

/** An entry of Vite's manifest. */
interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
}

type Manifest = Readonly<Record<string, Chunk>>;

const BOOT = "lib/client/boot.ts";
const SHELL = "static/shell.js";
const NEWS = "lib/client/new_version.ts";

const DEVELOPMENT: Bundle = {
  build: "development",
  shell: null,
  news: null,
  files: [],
  scripts: ["/@vite/client", `/${BOOT}`],
  preloads: () => [],
};

/** Without a build every page still works, as it does without JavaScript. */
const NONE: Bundle = {
  build: "none",
  shell: null,
  news: null,
  files: [],
  scripts: [],
  preloads: () => [],
};

/** Whether Vite's development server runs this module. */
export const isDevelopment: boolean = (import.meta as { env?: { DEV?: boolean } }).env?.DEV ?? false;

/** Reads the client build from `dist/`; without one, pages come without scripts. */
export function readBundle(): Bundle {
  if (isDevelopment) return DEVELOPMENT;
  try {
    return parseBundle(readFileSync(`${ROOT}/dist/.vite/manifest.json`, "utf8"));
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return NONE;
    throw error;
  }
}

/**
 * Takes a bundle from the text of Vite's manifest.
 *
 * @throws {TypeError} If the manifest has no boot script.
 */
export function parseBundle(text: string): Bundle {
  const manifest: Manifest = JSON.parse(text);
  const boot = manifest[BOOT];
  if (!boot) throw new TypeError(`Cannot read the client build: its manifest has no "${BOOT}"`);
  return {
    build: createHash("sha256").update(text).digest("hex").slice(0, 12),
    shell: manifest[SHELL] ? `/${manifest[SHELL].file}` : null,
    news: manifest[NEWS] ? `/${manifest[NEWS].file}` : null,
    files: [...new Set(Object.values(manifest).map(({ file }) => `/${file}`))].sort(),
    scripts: [`/${boot.file}`],
    preloads(islands) {
      const chunks = islands.flatMap((name) => closure(manifest, `islands/${name}.tsx`));
      const loaded = new Set(closure(manifest, BOOT).slice(1));
      return [...new Set([...loaded, ...chunks])].filter((file) => file !== boot.file).map((file) =>
        `/${file}`
      );
    },
  };
}

/** Files of a chunk and of everything it imports statically, the chunk itself first. */
function closure(manifest: Manifest, key: string, seen = new Set<string>()): string[] {
  const chunk = manifest[key];
  if (!chunk || seen.has(key)) return [];
  seen.add(key);
  return [chunk.file, ...(chunk.imports ?? []).flatMap((next) => closure(manifest, next, seen))];
}
