import { MISSING } from "@/lib/ui/preview/missing.ts";

/** Says what a box stands for where one was drawn; empty elsewhere. */
export function missingNote(texts: readonly string[]): string {
  return texts.some((text) => text.includes(MISSING))
    ? `${MISSING} a character that this picture's font lacks`
    : "";
}
