import { openLink } from "@/lib/learn/check/open_link.ts";
import { scenarioType } from "@/lib/learn/check/scenarios/scenario_type.ts";

/** What a language model takes and returns. */
export const definition = scenarioType("definition", "distribution", [
  {
    prompt: "A model reads “The carrier scan says the parcel was”. What does it compute?",
    right: [
      "A probability for each token that could come next",
      "That is all: context in, a distribution over the vocabulary out.",
    ],
    wrong: [
      [
        "The one word that is correct here",
        "There is no correct word in it, only weights: delivered, delayed and lost all get some.",
      ],
      [
        "The rest of the message, as a whole",
        "It computes one step. A loop around it asks again and again for the rest.",
      ],
      [
        "The state of the parcel, from its records",
        "It has no records of the parcel: it has the text, and what it learned from other texts.",
      ],
    ],
    open: openLink.predictor({ text: "The carrier scan says the parcel was" }),
  },
  {
    prompt: "“coupon” gets 0.0001 % after “The package left the”. What does that say?",
    right: [
      "Drawn often enough, it would come up about once in a million times",
      "A small probability is still one: every token of the vocabulary has its share.",
    ],
    wrong: [
      [
        "The model has never seen the word “coupon” and so cannot write it at all",
        "It is in the vocabulary, and its share is above 0: it can be drawn.",
      ],
      ["The word is wrong in this place", "The model weighs what is usual. It does not judge what is right."],
      [
        "“coupon” is one in a million of all words it read",
        "It is its share after this very text, not its share of all text.",
      ],
    ],
    open: openLink.predictor({ text: "The package left the", top: 50 }),
  },
  {
    prompt: "You add “regional” to “The package left the”, and every bar changes. Why?",
    right: [
      "The distribution depends on the whole context",
      "Another context is another question: the function gives another distribution.",
    ],
    wrong: [
      [
        "The model learned from the word you typed",
        "Nothing is learned by reading: the same parameters answer another context.",
      ],
      ["“regional” was the likeliest token and is used up", "Tokens are not used up; each can come again."],
      [
        "The bars are drawn at random at each step",
        "The same text gives the same bars each time. Only a pick from them can be random.",
      ],
    ],
    open: openLink.predictor({ text: "The package left the regional" }),
  },
  {
    prompt: "A page shows ten tokens with 97 % together. Where is the rest?",
    right: [
      "With all the other tokens of the vocabulary",
      "The softmax runs over the whole vocabulary; what is not shown has the remaining 3 %.",
    ],
    wrong: [
      [
        "With words that are not in the vocabulary",
        "A model gives nothing to what is no token of its vocabulary.",
      ],
      [
        "It is the chance that the model is wrong",
        "A distribution says nothing about being wrong; it sums to 1 over the tokens.",
      ],
      [
        "It was lost in rounding, since ten bars always sum to 1",
        "Ten of thousands of tokens need not sum to 1; all together do.",
      ],
    ],
    open: openLink.predictor({ text: "Delivery is" }),
  },
  {
    prompt:
      "Two people type the same text into the same model, and draw different tokens. Which is the same for both?",
    right: [
      "The probabilities, before anything was drawn",
      "The model is a function: same context, same distribution. The draw is what differs.",
    ],
    wrong: [
      [
        "Nothing: a model answers at random",
        "The distribution is fixed by text and parameters; chance comes in with the pick.",
      ],
      [
        "The token, unless one of them made a mistake",
        "Both drew by the rules; a draw may give any token that has a share.",
      ],
      [
        "The seed, because it belongs to the model",
        "The seed belongs to the draw. Here the two had different ones.",
      ],
    ],
    open: openLink.predictor({ text: "Delivery is", pick: "sample", seed: 4 }),
  },
]);
