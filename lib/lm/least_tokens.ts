import type { Vocabulary } from "@/lib/lm/vocabulary.ts";

const UTF8 = new TextEncoder();
const longest = new WeakMap<Vocabulary, number>();

/**
 * How many tokens a text has at least, told without splitting it: its UTF-8 bytes by those of the longest token. What
 * is too long by this is too long for certain.
 */
export function leastTokens(text: string, vocabulary: Vocabulary): number {
  return Math.ceil(UTF8.encode(text).length / longestToken(vocabulary));
}

/** Bytes of the longest token that text can become. */
function longestToken(vocabulary: Vocabulary): number {
  const known = longest.get(vocabulary);
  if (known !== undefined) return known;
  let most = 1;
  for (let id = 0; id < vocabulary.size; id++) {
    if (!vocabulary.isSpecial(id)) most = Math.max(most, vocabulary.bytes(id).length);
  }
  longest.set(vocabulary, most);
  return most;
}
