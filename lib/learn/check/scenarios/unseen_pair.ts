import { openLink } from "@/lib/learn/check/open_link.ts";
import { scenarioType } from "@/lib/learn/check/scenarios/scenario_type.ts";

const counted = (smoothing: "none" | "add_k" | "kneser_ney" = "none", words = "depot") =>
  openLink.ngram({ smoothing, words });

/** What helps a pair that was never seen. */
export const unseenPair = scenarioType("unseen-pair", "counts", [
  {
    prompt:
      "“left depot” never occurs in the counted text, so it gets 0. Which change alone gives it a probability above 0?",
    right: [
      "Add a little to every count before dividing",
      "That is smoothing: unseen pairs get a small share, and the seen ones pay for it.",
    ],
    wrong: [
      [
        "Read the same sentences a second time",
        "All counts double, and 2 · 0 is still 0: shares stay as they are.",
      ],
      [
        "Look at two words of context instead of one",
        "A longer context was seen even less: more pairs are 0, not fewer.",
      ],
      [
        "Take the likeliest word instead of drawing one",
        "That is about the pick. The count of the pair is still 0.",
      ],
    ],
    open: counted("add_k"),
  },
  {
    prompt:
      "Training text has “package left depot” and “parcel left hub”. Why can a neural n-gram rate “parcel left depot”, which it never read?",
    right: [
      "Similar words get similar vectors, and share the weights behind them",
      "What it learned for “package” also moves the answer for “parcel”: parameters are shared.",
    ],
    wrong: [
      [
        "It keeps every sentence and finds the nearest one",
        "It keeps no sentences, only weights that all examples have moved.",
      ],
      ["It adds 1 to the count of each pair", "It has no counts. Adding 1 is smoothing of a count table."],
      [
        "Its window is longer than the sentence",
        "A longer window does not help with a combination that was never there.",
      ],
    ],
    open: openLink.train("?run=1"),
  },
  {
    prompt:
      "A new sentence has one pair of words that was never counted. What is its probability under plain counts, without smoothing?",
    right: [
      "0, however likely all its other pairs are",
      "The chain rule multiplies: one factor of 0 makes the product 0. That is why counts are smoothed.",
    ],
    wrong: [
      [
        "A bit lower than that of a sentence whose pairs were all seen",
        "A product with a factor of 0 is not a bit lower: it is 0.",
      ],
      [
        "Not defined, as the pair is skipped",
        "Nothing is skipped in a product; leaving a factor out would raise it.",
      ],
      ["The mean of its other pairs", "Probabilities of a sequence are multiplied, not averaged."],
    ],
    open: openLink.loss({ probabilities: [0.5, 0.5, 0, 0.5] }),
  },
  {
    prompt:
      "A count model falls back from three words to two where the three were never seen. What is this good for?",
    right: [
      "A shorter context has been seen more often, so there is something to count",
      "That is backoff: less exact, but not empty.",
    ],
    wrong: [
      [
        "A shorter context is always the more exact one",
        "It is less exact; it is used because the long one has no counts.",
      ],
      [
        "It makes the probabilities of the words that were seen larger",
        "It has to take mass from them, to have some for the unseen.",
      ],
      [
        "It saves memory, since only pairs are kept",
        "All lengths are kept; otherwise there would be nothing to fall back from.",
      ],
    ],
    open: openLink.ngram({
      order: 3,
      smoothing: "kneser_ney",
      context: "parcel left",
      words: "depot carrier",
    }),
  },
  {
    prompt:
      "Ten times as much text is counted. Pairs of words that never occur become fewer. What about runs of five words?",
    right: [
      "Nearly all possible ones still never occur",
      "There are far more five-word runs than any text has words: sparsity does not go away.",
    ],
    wrong: [
      [
        "They are all covered, as soon as every pair of words is",
        "Each pair can be there while most ways to join them are not.",
      ],
      [
        "They become fewer in the same proportion",
        "The possible runs grow with the power of the length; text grows far slower.",
      ],
      [
        "They no longer matter, since pairs suffice",
        "A run of five holds what pairs cannot tell: that is why longer contexts are wanted.",
      ],
    ],
    open: openLink.ngram({ corpus: "parcel_messages", order: 5, context: "the package left the" }),
  },
]);
