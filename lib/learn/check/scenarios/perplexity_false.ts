import { openLink } from "@/lib/learn/check/open_link.ts";
import { scenarioType } from "@/lib/learn/check/scenarios/scenario_type.ts";

/** A good perplexity beside a false answer, and what to do. */
export const perplexityFalse = scenarioType("perplexity-false", "likely", [
  {
    prompt:
      "A model has the best perplexity of three on your texts, and answers a customer with a rule that no longer holds. What do you do?",
    right: [
      "Give it the current rule in the context, and check answers against it",
      "Perplexity is about predicting text. What is true today has to come from outside.",
    ],
    wrong: [
      [
        "Trust it: the lowest perplexity means the fewest errors",
        "It means the least surprise by test text, nothing about today's rules.",
      ],
      [
        "Lower the perplexity further, until the answer is right",
        "The test text does not hold the new rule: no perplexity on it can bring it in.",
      ],
      [
        "Raise the temperature, so other answers come up",
        "Other answers come up at random. None of them knows the new rule.",
      ],
    ],
    open: openLink.loss({ losses_nats: [0.69] }),
  },
  {
    prompt: "A model has perplexity 2.0 on a manual. What can be said of its answers about the manual?",
    right: [
      "Nothing yet: compare them with the manual first",
      "It predicts the manual's tokens as a fair choice of two would. Answers are another task.",
    ],
    wrong: [
      ["Half of its answers are right", "Two effective choices per token is no score of answers."],
      [
        "They are right, since it learned the manual by heart",
        "2.0 is not 1.0, and even reciting is not answering.",
      ],
      [
        "They are wrong in one token of two",
        "As undecided as a choice of two is not the same as wrong half of the time.",
      ],
    ],
    open: openLink.loss({ losses_nats: [0.6931] }),
  },
  {
    prompt:
      "Model A has the lower perplexity, model B gets more of 100 checked questions right. Which do you take to answer questions?",
    right: [
      "B: measure the task that it is wanted for",
      "Perplexity compares predictions of text. For answers, count checked answers.",
    ],
    wrong: [
      [
        "A: perplexity is measured on far more tokens",
        "More tokens of another task do not make it this one.",
      ],
      [
        "A: questions are text, so the better predictor of text is better at them",
        "Often both go together. Where they do not, the task decides.",
      ],
      ["Neither: the two measures must always agree", "They measure different things and need not agree."],
    ],
    open: openLink.loss({ probabilities: [0.5, 0.5, 0.5, 0.125] }),
  },
  {
    prompt: "The perplexity of a false sentence is lower than that of its correction. Is the model broken?",
    right: [
      "No: the false one may be the more usual wording",
      "It rates how expected the words are. Common mistakes are expected.",
    ],
    wrong: [
      [
        "Yes: a true sentence must surprise it less",
        "Nothing in the loss asks for truth, only for the tokens that came.",
      ],
      [
        "Yes, unless the sentences differ in length",
        "Perplexity is per token, so length has little to do with it.",
      ],
      [
        "No: it just means that false sentences are shorter than true ones",
        "Length is divided out. The wording is what counts.",
      ],
    ],
    open: openLink.loss({ text: "The package left the warehouse.", model: "parcel-gpt" }),
  },
  {
    prompt:
      "You train a model further, on old support mails. Perplexity falls, and answers name a phone number that was switched off. Best next step?",
    right: [
      "Take the number from a maintained source at answer time",
      "What changes belongs into the context, not into the weights: then it can be updated and checked.",
    ],
    wrong: [
      [
        "Train longer, until it prefers the new one",
        "The mails do not hold the new number: training on them repeats the old one.",
      ],
      [
        "Leave it, as the perplexity says it got better",
        "Better at predicting old mails. They had the old number.",
      ],
      [
        "Cut unlikely tokens with top-p, so false digits go",
        "The old number is the likely one here. Top-p would keep it.",
      ],
    ],
    open: openLink.predictor({ text: "Orders marked delivered are eligible for" }),
  },
]);
