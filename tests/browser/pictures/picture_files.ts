/**
 * The pictures that were looked at, and what becomes of others.
 *
 * @module
 */
import { findDifference, readPng } from "@/tests/browser/pictures/find_difference.ts";
import { palettePng, type Pixels } from "@/tests/browser/pictures/palette_png.ts";

const FOLDER = new URL("png/", import.meta.url);

/** Whether pictures that differ are written anew instead of failing. */
const WRITES = Deno.env.get("PICTURES") === "write";

let temporary: string | null = null;

/** The file of a picture. */
function fileOf(name: string): URL {
  return new URL(`${name}.png`, FOLDER);
}

function readPicture(name: string): Pixels | null {
  try {
    return readPng(Deno.readFileSync(fileOf(name)));
  } catch {
    return null;
  }
}

/** Names of all pictures that are kept. */
export function keptPictures(): string[] {
  return [...Deno.readDirSync(FOLDER)].map(({ name }) => name.replace(/\.png$/, "")).sort();
}

/** Compares a screenshot with its picture; null where they are alike, else what to read and where to look. */
export function checkPicture(name: string, screenshot: Uint8Array): string | null {
  const kept = readPicture(name);
  const now = readPng(screenshot);
  const difference = kept ? findDifference(kept, now) : { says: "has no picture yet", drawn: null };
  if (difference === null) return null;
  if (WRITES) {
    Deno.mkdirSync(FOLDER, { recursive: true });
    Deno.writeFileSync(fileOf(name), palettePng(now));
    return null;
  }
  temporary ??= Deno.makeTempDirSync({ prefix: "pictures-" });
  Deno.writeFileSync(`${temporary}/${name}.actual.png`, screenshot);
  if (difference.drawn) Deno.writeFileSync(`${temporary}/${name}.diff.png`, difference.drawn);
  return `${name} ${difference.says}: see ${temporary}/${name}.*`;
}
