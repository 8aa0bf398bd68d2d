/**
 * How a term's definition is found: the server has the glossary; a page has it in its own HTML, so that the
 * client's code need not carry it again.
 *
 * @module
 */
import type { GlossaryKey } from "@/lib/ui/page/glossary.ts";

let glossary: Readonly<Record<GlossaryKey, string>> | null = null;

/** Gives the server its glossary. */
export function provideGlossary(given: Readonly<Record<GlossaryKey, string>>): void {
  glossary = given;
}

/** The definition of a term; empty where the page has no list of definitions. */
export function definitionOf(name: GlossaryKey): string {
  if (glossary !== null) return glossary[name];
  return globalThis.document?.getElementById(glossaryId(name))?.textContent ?? "";
}

/** The id of the element that holds a term's definition on a page. */
export function glossaryId(key: GlossaryKey): string {
  return `def-${key.toLowerCase().replaceAll(" ", "-")}`;
}
