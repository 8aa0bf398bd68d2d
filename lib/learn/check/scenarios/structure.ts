import { openLink } from "@/lib/learn/check/open_link.ts";
import { scenarioType } from "@/lib/learn/check/scenarios/scenario_type.ts";

const RETURN = "An order contains 5 items. After a return of 2 items, the retained item count is";

/** Why prediction rewards structure, and what that does not prove. */
export const structure = scenarioType("structure", "structure", [
  {
    prompt: "A model continues subtractions right that were not in its training text. What does that show?",
    right: [
      "It found something general that predicts these texts, at least here",
      "A rule pays: it lowers the loss on all such texts. How far it reaches has to be measured.",
    ],
    wrong: [
      [
        "It understands numbers, and will get any subtraction of two numbers right",
        "It was tried within a range. Larger numbers or other words may fail.",
      ],
      [
        "The pairs must have been in its text after all",
        "They were kept out and checked. A rule can be learned from others.",
      ],
      [
        "Nothing at all, since it only predicts the next token anyway",
        "Predicting well can take a rule: here it beat every shortcut that was measured.",
      ],
    ],
    open: openLink.predictor({ text: RETURN }),
  },
  {
    prompt: "“The keys to the old cabinet …” Why does training push a model toward “are” rather than “is”?",
    right: [
      "Whatever tells it lowers the loss on the true text",
      "Keeping track of the subject pays in many sentences. Nobody had to ask for grammar.",
    ],
    wrong: [
      [
        "The rules of grammar are built into the network",
        "Nothing about grammar is built in. It gets text, and a loss to lower.",
      ],
      [
        "The nearest noun decides, and it is a plural",
        "The nearest noun is “cabinet”. A model that follows it would say “is”.",
      ],
      [
        "A model that is wrong here is corrected by a person",
        "In this training nobody corrects: the text itself is the target.",
      ],
    ],
    open: openLink.predictor({ text: "The keys to the old cabinet" }),
  },
  {
    prompt: "After “5 items, a return of 2” a model says 3. Why is that not yet evidence of subtraction?",
    right: [
      "A shortcut like “2, then 3” gives the same answer",
      "Only pairs where shortcut and rule differ can tell them apart, such as 9 and 4.",
    ],
    wrong: [
      [
        "A language model has no numbers, so it cannot subtract",
        "It has tokens for them, and a network can learn what to do with them. It has to be measured.",
      ],
      [
        "It had 3 as its likeliest token, not as its only one",
        "That holds for each answer of a model, right or wrong.",
      ],
      [
        "A single right answer proves nothing if it was sampled",
        "Greedy or drawn does not matter here; the question is what produced it.",
      ],
    ],
    open: openLink.predictor({ text: RETURN.replace("5 items", "9 items").replace("2 items", "4 items") }),
  },
  {
    prompt:
      "“The model lowers its loss, so it must have built a picture of the world.” What is the careful version?",
    right: [
      "A picture of the world can lower the loss; so can much else",
      "The objective rewards whatever predicts. Which of it was learned is an open question for each case.",
    ],
    wrong: [
      [
        "It is right: there is no other way to lower the loss",
        "Counting pairs lowers the loss as well, and has no picture of anything.",
      ],
      [
        "It is wrong: predicting text can only learn word order",
        "Facts, arithmetic and style predict text too, and can be learned as far as they do.",
      ],
      [
        "It holds for a perplexity below 2, and not above",
        "Perplexity is about a text. No value of it turns into a picture.",
      ],
    ],
    open: openLink.loss({ probabilities: [0.5, 0.5, 0.5, 0.125] }),
  },
  {
    prompt: "A model closes every bracket of the JSON it writes. What is the best explanation?",
    right: [
      "Open brackets predict closing ones, so it keeps track",
      "In training text they match; a model that notices loses less. It can still slip in long records.",
    ],
    wrong: [
      [
        "Its output is run through a JSON parser before it is shown",
        "Some products do that. A plain model has no parser: it has probabilities.",
      ],
      [
        "Brackets are special tokens that have to come in pairs",
        "They are tokens like others; nothing forces a pair.",
      ],
      [
        "It was proven correct, or it would fail now and then",
        "It does fail now and then: a high probability is no proof.",
      ],
    ],
    open: openLink.predictor({ text: "A shipment event JSON record starts with {" }),
  },
]);
