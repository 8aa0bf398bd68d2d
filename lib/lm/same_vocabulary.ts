import type { Vocabulary } from "@/lib/lm/vocabulary.ts";

/** Whether two vocabularies have the same tokens under the same ids. */
export function sameVocabulary(a: Vocabulary, b: Vocabulary): boolean {
  if (a === b) return true;
  if (a.size !== b.size) return false;
  for (let id = 0; id < a.size; id++) {
    const [x, y] = [a.bytes(id), b.bytes(id)];
    if (x.length !== y.length || x.some((byte, index) => byte !== y[index])) return false;
  }
  return true;
}
