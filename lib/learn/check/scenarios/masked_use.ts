import { openLink } from "@/lib/learn/check/open_link.ts";
import { scenarioType } from "@/lib/learn/check/scenarios/scenario_type.ts";

const bert = openLink.predictor({ text: "The package left the", model: "parcel-bert" });

/** What causal and masked training are for. */
export const maskedUse = scenarioType("masked-use", "masked", [
  {
    prompt: "A smudged word in the middle of a delivery note is to be restored. Which model is made for it?",
    right: [
      "A masked model: it reads what stands on both sides",
      "The words after the smudge help too, and a masked model was trained on just such gaps.",
    ],
    wrong: [
      [
        "A causal model: it reads from left to right, as people do",
        "It cannot use what comes after the gap, which is half of the evidence.",
      ],
      [
        "A causal model, since a masked one cannot predict words",
        "A masked model predicts words: those that are hidden.",
      ],
      [
        "Either: both read the whole note before they answer",
        "A causal model sees only what stands before the position it predicts.",
      ],
    ],
    open: bert,
  },
  {
    prompt: "Why do models that write text read only backwards?",
    right: [
      "When they write, what comes later does not exist yet",
      "A position that had seen later tokens in training would be lost without them in writing.",
    ],
    wrong: [
      [
        "Because grammar is decided by the words before",
        "Grammar reaches both ways. The reason is what is there at the time of writing.",
      ],
      [
        "Because reading both sides would take twice as much memory",
        "It would not. They may not look ahead because nothing is there.",
      ],
      [
        "Because training with both sides gives a higher loss",
        "It gives a lower one, as it is easier; it is not what writing needs.",
      ],
    ],
    open: openLink.predictor({ text: "The package left the" }),
  },
  {
    prompt:
      "Someone trains a causal model and forgets the mask, so that each position sees the next token. What happens?",
    right: [
      "The loss falls to almost 0, and the model cannot write",
      "It learned to copy the token it was shown; in writing there is none to copy.",
    ],
    wrong: [
      [
        "It becomes a masked model, like BERT",
        "A masked model has its targets hidden. Here they stand in plain sight.",
      ],
      ["Nothing much: the mask only saves time", "The mask is what makes the task a prediction at all."],
      [
        "The loss rises, since there is more to read than before",
        "More to read, and the answer is in it: the loss falls.",
      ],
    ],
    open: openLink.predictor({ text: "Order shipped from the" }),
  },
  {
    prompt:
      "From one sentence of 20 tokens, how many predictions does a causal model learn from, and a masked one that hides 15 %?",
    right: [
      "About 20, and about 3",
      "Causal training has a target at each position; masked training only where it hid a token.",
    ],
    wrong: [
      ["About 3, and about 20", "Exchanged: it is the masked model that learns from the hidden ones only."],
      [
        "1, since it predicts the end, and about 3",
        "Each position is a prediction of its own, not the last alone.",
      ],
      ["About 20, and about 20", "A masked model has no target at tokens it can see."],
    ],
    open: openLink.loss({ from: "logits" }),
  },
  {
    prompt:
      "A masked model is used to write by always hiding a next word at the end. What is the difference to a causal model?",
    right: [
      "It works, but it reads the whole text anew for each word",
      "Each of its positions depends on all others, so nothing of the last pass can be kept.",
    ],
    wrong: [
      [
        "None: both keep what they computed for earlier words",
        "Only where no position depends on later ones can earlier results be kept.",
      ],
      [
        "It writes whole sentences in one pass instead",
        "One pass fills a gap. Several at once would not know of each other.",
      ],
      ["It cannot give any probabilities", "It gives a distribution for each gap, like any other."],
    ],
    open: bert,
  },
]);
