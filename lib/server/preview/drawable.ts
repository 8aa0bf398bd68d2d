import { previewFonts } from "@/lib/server/preview/fonts.ts";
import { graphemes } from "@/lib/lm/graphemes.ts";
import { MISSING } from "@/lib/ui/preview/missing.ts";

/**
 * A text with a box for each character that no font of the previews can draw: the rest stays where it is, and the
 * length that a reader sees stays right.
 */
export function drawable(text: string): string {
  const { covered } = previewFonts();
  const isCovered = (each: string) => [...each].every((character) => covered.has(character.codePointAt(0)!));
  return graphemes(text).map((each) => isCovered(each) ? each : MISSING).join("");
}
