import { openLink } from "@/lib/learn/check/open_link.ts";
import { scenarioType } from "@/lib/learn/check/scenarios/scenario_type.ts";

const REFUND = openLink.predictor({ text: "Orders marked delivered are eligible for" });

/** A model is no database. */
export const database = scenarioType("database", "database", [
  {
    prompt: "“Orders marked delivered are eligible for” → “refund”. Where did the word come from?",
    right: [
      "From weights, which many texts have moved a little each",
      "It is a likely continuation. No stored sentence or rule was read for it.",
    ],
    wrong: [
      [
        "From a rule that the model looked up",
        "There is nothing to look up in: one context goes through the layers, scores come out.",
      ],
      [
        "From the training sentence that matches it best of all those it read",
        "Training sentences are not kept. What is left of them is spread over all weights.",
      ],
      [
        "From the shop's order system, at the time of asking",
        "It is connected to nothing. A program around it could be, and put the result into the text.",
      ],
    ],
    open: REFUND,
  },
  {
    prompt: "A wrong fact is to be removed from a model's weights. Why is this harder than in a database?",
    right: [
      "It is in no one place: changing weights moves other answers too",
      "Each weight takes part in many predictions. A database has a row to delete.",
    ],
    wrong: [
      [
        "It is not harder: one deletes the sentence and is done",
        "Without training anew, deleting a text changes no weight.",
      ],
      [
        "Weights are encrypted, unlike rows of a table",
        "They are plain numbers. What they do together is what is hard to read.",
      ],
      [
        "Each fact has a weight of its own, but there are billions",
        "There is no such assignment, so there is nothing to find.",
      ],
    ],
    open: REFUND,
  },
  {
    prompt: "You ask a model for the status of order 7193. It answers “shipped on Monday”. What was that?",
    right: [
      "A sentence as such answers usually go",
      "It has never seen the order. Where the status is not in the context, it can only sound like one.",
    ],
    wrong: [
      ["The status of another order, by mistake", "There are no orders in it that could be mixed up."],
      [
        "The status at the time it was trained",
        "It was trained on texts, not on the order table, then or now.",
      ],
      [
        "An error message that was misread",
        "A database gives an error for a missing row. A model always has a next token.",
      ],
    ],
    open: openLink.predictor({ text: "The status of order 7193 is" }),
  },
  {
    prompt:
      "A database asked for an unknown key says “not found”. What does a language model do with an unknown fact?",
    right: [
      "It gives a distribution, as for any other context",
      "The softmax always sums to 1: some token is the likeliest, known or not.",
    ],
    wrong: [
      [
        "It leaves all the probabilities at 0, since nothing was found",
        "They sum to 1 for each context; there is no empty answer.",
      ],
      [
        "It gives each token the same share",
        "It gives what is usual in such sentences, and that can look very sure.",
      ],
      [
        "It always writes that it does not know",
        "Only if such a text is likely there. It has to be trained or told to.",
      ],
    ],
    open: openLink.predictor({ text: "The capital of Zubrowka is" }),
  },
  {
    prompt:
      "A model recites a license text word for word. Does this make it a database of its training text?",
    right: [
      "No: some often repeated texts are reproduced, most are not",
      "What was read hundreds of times can become near certain. There is still no index to ask.",
    ],
    wrong: [
      [
        "Yes: what it recites it must have stored as a file",
        "Near certain next tokens suffice: each is predicted in turn.",
      ],
      [
        "Yes, and with the right prompt any training text comes out",
        "Most of it cannot be got out by any prompt; there is far less room than text.",
      ],
      [
        "No: it must have been connected to the web then",
        "No connection is needed. A repeated text is easy to predict.",
      ],
    ],
    open: openLink.predictor({ text: "We apologize for the inconvenience." }),
  },
]);
