import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { begin, END, nextWords, observe } from "../corpus/grammar/exact.ts";
import { wordProbability } from "./word_probability.ts";
import { parcelWorld } from "../corpus/grammar/document.ts";

/** A worked prompt, what may be likeliest after it, and probabilities that are stated with it. */
export interface FactPrompt {
  readonly text: string;
  /** First words, any of which is right. */
  readonly top: readonly string[];
  readonly stated?: { readonly [word: string]: number };
}

/** The worked prompts of the field's introduction. */
export const FACT_PROMPTS: readonly FactPrompt[] = [
  {
    text: "The package left the",
    top: [" warehouse"],
    stated: { " warehouse": 0.85, " hub": 0.10, " carrier": 0.03 },
  },
  { text: "The package left the regional", top: [" hub"] },
  { text: "The package left the checkout", top: [" page"] },
  { text: "Write a customer e-mail. The package left the", top: [" warehouse", " carrier"] },
  { text: "Write an e-mail to the customer: the package left the", top: [" warehouse", " carrier"] },
  { text: "The carrier scan says the parcel was", top: [" delivered", " delayed", " rerouted"] },
  { text: "The support bot answered", top: [" correctly"] },
  { text: "Order shipped from the", top: [" warehouse"] },
  { text: "Order shipped from the warehouse", top: ["."] },
  { text: "Order shipped from the warehouse.", top: [END] },
  { text: "Delivery is", top: [" late"] },
  { text: "We apologize for the inconvenience.", top: [" We"] },
  { text: "A shipment event JSON record starts with", top: [" {"] },
  { text: "A shipment event JSON record starts with {", top: ['"'] },
  {
    text: "An order contains 5 items. After a return of 2 items, the retained item count is",
    top: [" 3"],
  },
  { text: "The refund policy says annual plans are", top: [" non"] },
  {
    text: "Annual plans are refundable within 14 days. The refund policy says annual plans are",
    top: [" refundable"],
  },
  { text: "Orders marked delivered are eligible for", top: [" refund"] },
];

/** A word with its true probability and the model's. */
export interface WordShare {
  readonly word: string;
  readonly truth: number;
  readonly model: number;
}

/** A prompt's likeliest words by the grammar, with the model's probability of each. */
export interface FactScore {
  readonly text: string;
  readonly words: readonly WordShare[];
  /** Whether the model's likeliest token is one of the right ones. */
  readonly isTopRight: boolean;
  /** Largest difference from a stated probability; null where none is stated. */
  readonly difference: number | null;
}

/** Sets the model's distribution after a prompt beside the true one. */
export async function scoreFact(model: LanguageModel, fact: FactPrompt, most = 6): Promise<FactScore> {
  const [logits] = await model.logits([model.beginToken!, ...await model.encode(fact.text)]);
  const idOf = async (word: string) => word === END ? model.endTokens[0]! : (await model.encode(word))[0]!;
  const right = await Promise.all(fact.top.map(idOf));
  const words = await compareWithTruth(model, fact.text, most);
  const stated = await Promise.all(
    Object.entries(fact.stated ?? {}).map(async ([word, share]) =>
      Math.abs(await wordProbability(model, fact.text, word) - share)
    ),
  );
  return {
    text: fact.text,
    words,
    isTopRight: right.includes(topTokens(logits!, 1)[0]!),
    difference: stated.length > 0 ? Math.max(...stated) : null,
  };
}

/** The likeliest next words by the grammar, with the model's probability of each; none where the grammar cannot generate the text. */
export async function compareWithTruth(
  model: LanguageModel,
  text: string,
  most: number,
): Promise<WordShare[]> {
  const belief = observe(begin(parcelWorld), text);
  if (belief.probability === 0) return [];
  const truth = [...nextWords(belief, text)].sort((a, b) => b[1] - a[1]).slice(0, most);
  const words: WordShare[] = [];
  for (const [word, share] of truth) {
    words.push({ word, truth: share, model: await wordProbability(model, text, word) });
  }
  return words;
}
