import { openLink } from "@/lib/learn/check/open_link.ts";
import { scenarioType } from "@/lib/learn/check/scenarios/scenario_type.ts";

const POLICY = "The refund policy says annual plans are";
const GROUNDED = `Policy: annual plans are refundable within 14 days. ${POLICY}`;

/** Why a likely answer can be wrong. */
export const likelyWrong = scenarioType("likely-wrong", "likely", [
  {
    prompt:
      "A shop refunds annual plans within 14 days. A model asked about it says “non-refundable”, 80 %. Why?",
    right: [
      "Most policies in its text say so; this one it never read",
      "It gives what usually follows. What holds here has to be put into the context.",
    ],
    wrong: [
      [
        "It read the policy of this very shop, and then got it wrong in answering",
        "It never had the policy. It answered with what is usual.",
      ],
      [
        "80 % means the policy is wrong in one case of five",
        "80 % is about the next token of such a text, not about the shop.",
      ],
      ["Its temperature was too high", "Temperature moves the draw. The likeliest token would be the same."],
    ],
    open: openLink.predictor({ text: POLICY }),
  },
  {
    prompt:
      "A shop refunds annual plans; a model says that it does not. How does one best make it answer right?",
    right: [
      "Put the policy's text in front of the question",
      "Then the distribution has something to go by. It is still to be checked, but it moves at once.",
    ],
    wrong: [
      ["Ask again until it gives the right answer", "That needs someone who knows the answer already."],
      [
        "Set the temperature to 0, so it is certain",
        "That gives the likeliest token every time: the usual policy, every time.",
      ],
      [
        "Use a model with a lower perplexity on English text",
        "It would still not have read the policy of this shop.",
      ],
    ],
    open: openLink.predictor({ text: GROUNDED }),
  },
  {
    prompt: "“The capital of Australia is” gets “Sydney” from a small model. What happened?",
    right: [
      "The two often stand together, so it is likely",
      "Frequent company is what it learned. That is often true, and here it is not.",
    ],
    wrong: [
      [
        "Someone typed a false entry into its facts",
        "There are no entries. There are weights that many texts have moved.",
      ],
      [
        "The softmax made a rounding error",
        "The scores themselves are higher for Sydney; rounding has no part in it.",
      ],
      [
        "It knows the truth, but its sampler hides it from the reader",
        "Greedy takes its likeliest token: that is Sydney itself.",
      ],
    ],
    open: openLink.predictor({ text: "The capital of France is" }),
  },
  {
    prompt:
      "A model gives “delivered” 91 % after “The scan says parcel 41 was”. What is 91 % the probability of?",
    right: [
      "That the text goes on with this token",
      "It is about text like this one. Parcel 41 may be anywhere.",
    ],
    wrong: [
      ["That parcel 41 has been delivered", "The model has no access to the parcel, only to the words."],
      [
        "That nine of ten such parcels arrive",
        "It may have learned from such texts, but texts are no delivery statistics.",
      ],
      [
        "That the model's answer is right in nine cases out of ten",
        "That would be calibration on known answers: it has to be measured, not read off.",
      ],
    ],
    open: openLink.predictor({ text: "The carrier scan says the parcel was" }),
  },
  {
    prompt:
      "A summary of last week's outage was written by a model without any document. It reads well. What follows?",
    right: [
      "Only that it sounds like such summaries; each claim needs a source",
      "Fluent text is what likely tokens give. Nothing in it was looked up.",
    ],
    wrong: [
      [
        "It is probably right, since errors would read badly",
        "Fluent and false go well together: both can be likely.",
      ],
      [
        "It is right as far as no draw was used in writing it",
        "Greedy text is likely text. It is not truer for that.",
      ],
      [
        "It is false, since models cannot state facts",
        "It may be right by chance or by what it learned. One has to check.",
      ],
    ],
    open: openLink.predictor({ text: "We apologize for the inconvenience." }),
  },
]);
