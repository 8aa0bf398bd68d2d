import { defaultRng } from "@/lib/lm/sampler/pcg64.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { generateDocument } from "../corpus/build.ts";
import { statedPolicy } from "../corpus/grammar/policy.ts";

const SEED = 4;

/** Texts in which a rule against the prior is stated, cut before the question's answer, a "refundable". */
export function policyCases(count: number): string[] {
  const rng = defaultRng(SEED);
  const cases: string[] = [];
  while (cases.length < count) {
    const document = generateDocument(() => rng.random(), statedPolicy);
    const asked = /^(?:[^.]*?) ?(\w+) plans are refundable[^.]*\..* (\w+) plans are (refundable)[^.]*\.$/
      .exec(document);
    if (asked === null || asked[1]!.toLowerCase() !== asked[2]) continue;
    cases.push(document.slice(0, document.lastIndexOf(" refundable")));
  }
  return cases;
}

/** In how many cases the stated rule is likelier than the usual one. */
export async function scorePolicies(model: LanguageModel, cases: readonly string[]): Promise<number> {
  const [stated, usual] = [await model.encode(" refundable"), await model.encode(" non")];
  let obeyed = 0;
  for (const text of cases) {
    const [logits] = await model.logits([model.beginToken!, ...await model.encode(text)]);
    if (logits![stated[0]!]! > logits![usual[0]!]!) obeyed++;
  }
  return obeyed;
}
