import { splitWords } from "@/lib/lm/white_space.ts";

/**
 * The context for a text of the visitor's own: theirs as long as its words occur in the text, else the word that is
 * followed most often. A context of another corpus would ask a text for what it does not have.
 *
 * @param text Sentences, one a line.
 * @returns The context as it was where it still fits, or where the text has no word that is followed.
 */
export function freshContext(text: string, context: string): string {
  const sentences = text.split("\n").map(splitWords);
  const words = new Set(sentences.flat());
  const asked = splitWords(context);
  if (asked.length > 0 && asked.every((word) => words.has(word) || word === "<s>")) return context;
  const followed = new Map<string, number>();
  for (const sentence of sentences) {
    for (const word of sentence.slice(0, -1)) followed.set(word, (followed.get(word) ?? 0) + 1);
  }
  const best = [...followed].reduce<[string, number] | null>(
    (best, entry) => best === null || entry[1] > best[1] ? entry : best,
    null,
  );
  return best === null ? words.values().next().value ?? context : best[0];
}
