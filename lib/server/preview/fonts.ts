/**
 * The fonts of the preview images: TrueType, since the rasterizer draws nothing from WOFF and says so nowhere.
 *
 * @module
 */
import { readFileSync } from "node:fs";
import { fontCoverage } from "@/lib/server/preview/font_coverage.ts";
import { ROOT } from "@/lib/server/root.ts";

const FILES = ["inter-regular", "inter-semibold", "jetbrains-mono-regular"];

interface Fonts {
  readonly buffers: readonly Uint8Array[];
  readonly covered: ReadonlySet<number>;
}

let known: Fonts | null = null;

/** The fonts, read at their first use, and every character that one of them can draw. */
export function previewFonts(): Fonts {
  if (known !== null) return known;
  const buffers = FILES.map((name) => new Uint8Array(readFileSync(`${ROOT}/static/fonts/${name}.ttf`)));
  return known = { buffers, covered: new Set(buffers.flatMap((font) => [...fontCoverage(font)])) };
}
