import { defaultRng } from "@/lib/lm/sampler/pcg64.ts";

/** Sizes of a text made of numbered words. */
export interface PcgTextOptions {
  readonly tokens: number;
  readonly vocabulary: number;
  /** Tokens a line. */
  readonly line: number;
  readonly seed: number;
}

/** Random words, each of the vocabulary at least once: a text of exact sizes, the same for the same seed. */
export function pcgText({ tokens, vocabulary, line, seed }: PcgTextOptions): string {
  const random = defaultRng(seed);
  const words = Array.from({ length: tokens }, (_, i) => {
    const id = i < vocabulary ? i : Math.floor(random.random() * vocabulary);
    return `w${id}`;
  });
  const lines: string[] = [];
  for (let start = 0; start < tokens; start += line) lines.push(words.slice(start, start + line).join(" "));
  return lines.join("\n");
}
