/**
 * The corpus of the count model, as a page names it.
 *
 * @module
 */

/** Where the corpus is, and what names the counts over it. */
export interface CountCorpus {
  /** Addresses of its files, in their order. */
  readonly urls: readonly string[];
  readonly revision: string;
}

/** Joins files of texts, with the line that separates texts between them. */
export function joinCorpora(files: readonly string[]): string {
  return files.join("\n<|endoftext|>\n");
}
