import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import { isHeldOut, LARGEST } from "../corpus/grammar/subtraction_pairs.ts";

/** How many subtractions a model answers exactly by greedy decoding. */
export interface SubtractionScore {
  readonly pairs: number;
  readonly exact: number;
  /** Answers at most one off. */
  readonly near: number;
}

/** The worked prompt with other numbers. */
export function countPrompt(ordered: number, returned: number): string {
  const items = returned === 1 ? "item" : "items";
  return `An order contains ${ordered} items. After a return of ${returned} ${items}, the retained item count is`;
}

/** Pairs whose answer is not the number after the last one, which a shortcut would say. */
export function pairsAgainstShortcut(heldOut: boolean): [ordered: number, returned: number][] {
  const pairs: [number, number][] = [];
  for (let ordered = 2; ordered <= LARGEST; ordered++) {
    for (let returned = 1; returned <= ordered; returned++) {
      if (isHeldOut(ordered, returned) === heldOut && ordered - returned !== returned + 1) {
        pairs.push([ordered, returned]);
      }
    }
  }
  return pairs;
}

/** Asks a model for the difference of each pair. */
export async function scoreSubtraction(
  model: LanguageModel,
  pairs: readonly (readonly [ordered: number, returned: number])[],
): Promise<SubtractionScore> {
  let exact = 0, near = 0;
  for (const [ordered, returned] of pairs) {
    const ids = [model.beginToken!, ...await model.encode(countPrompt(ordered, returned))];
    const [logits] = await model.logits(ids);
    const answer = Number(joinTokens(model.vocabulary, topTokens(logits!, 1)));
    const miss = Math.abs(answer - (ordered - returned));
    if (miss === 0) exact++;
    if (miss <= 1) near++;
  }
  return { pairs: pairs.length, exact, near };
}
