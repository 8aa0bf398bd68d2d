import { oneOf, wholeFrom } from "@/lib/learn/check/draws.ts";
import { percent } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";
import { readCorpus } from "@/lib/lm/ngram/corpus.ts";
import { createNgramModel } from "@/lib/lm/ngram/model.ts";

const THINGS = ["package", "parcel", "order"];
const VERBS = ["left", "reached"];
const PLACES = ["warehouse", "hub", "carrier"];
const SENTENCES = 7;

/** The share of a pair among all pairs with the same first word. */
export const bigramCount: QuestionType = {
  name: "bigram-count",
  aim: "counts",
  draft(random) {
    const sentences = Array.from({ length: SENTENCES }, () => [
      oneOf(random, THINGS),
      oneOf(random, VERBS),
      PLACES[Math.min(wholeFrom(random, 0, 3), wholeFrom(random, 0, 2))]!,
    ]);
    const [, verb, place] = oneOf(random, sentences) as [string, string, string];
    const lines = sentences.map((words) => words.join(" "));
    const pair = sentences.filter(([, v, p]) => v === verb && p === place).length;
    const first = sentences.filter(([, v]) => v === verb).length;
    const followers = new Set(sentences.filter(([, v]) => v === verb).map(([, , p]) => p)).size;
    const choice = (share: number, why: string) => ({ text: percent(share), why });
    return {
      prompt: `A bigram model counts these sentences. How likely is “${place}” after “${verb}”?`,
      given: lines,
      right: choice(
        countedShare(lines, verb, place),
        `“${verb} ${place}” stands here ${times(pair)}, “${verb}” ${times(first)}: ${pair} of ${first}.`,
      ),
      wrong: [
        choice(
          pair / SENTENCES,
          "This divides by all sentences. Only those where the first word came count.",
        ),
        choice(
          pair / sentences.filter(([, , p]) => p === place).length,
          `This is the way back: how often “${verb}” came before “${place}”.`,
        ),
        choice(1 / followers, "This gives every word that followed an equal share, however often it came."),
        choice(
          pair / (SENTENCES * 3),
          "This is the pair's share of all words. The context is given: divide by it.",
        ),
        choice(
          (pair + 1) / (first + 8),
          "This is smoothed: 1 was added to every count. Plain counting adds nothing.",
        ),
      ],
      open: openLink.ngram({ corpus: lines.join("\n"), context: verb, words: place }),
    };
  },
};

/** The same by the site's own counts. */
function countedShare(lines: readonly string[], verb: string, place: string): number {
  const corpus = readCorpus(lines, { convention: "kenlm", unit: "words", merges: 0 });
  const model = createNgramModel(corpus.stream, {
    order: 2,
    convention: "kenlm",
    smoothing: { method: "none" },
    tokenIds: corpus.vocabulary.size,
  });
  return model.probability(corpus.context([verb]), corpus.vocabulary.id(place));
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
