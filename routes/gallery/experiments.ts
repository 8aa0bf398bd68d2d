/**
 * The curated experiments: one for each worked example that the site reproduces, and a few that go with them.
 *
 * @module
 */
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import { experimentAddress } from "@/lib/experiment/address.ts";

/** An experiment of the gallery. */
export interface GalleryEntry {
  /** Row of the worked examples; null for one that goes beyond them. */
  readonly fact: number | null;
  readonly title: string;
  /** A question that the experiment answers. */
  readonly look: string;
  /** Address of the lab in that state. */
  readonly href: string;
}

/** Experiments about one question. */
export interface GalleryGroup {
  readonly title: string;
  readonly entries: readonly GalleryEntry[];
}

function prompt(text: string): string {
  return experimentAddress("/", { ...DEFAULT_QUERY, text }).address;
}

const NINE = "/softmax?labels=warehouse,hub,carrier&logits=2.4,1.7,0.2&temperature=1.4&seed=4&draws=";

const LOGITS: GalleryGroup = {
  title: "From scores to probabilities",
  entries: [
    {
      fact: 1,
      title: "Five scores become shares",
      look: "What happens to the other four bars when you drag one down? Can they all shrink?",
      href: "/softmax",
    },
    {
      fact: 4,
      title: "A cold and a hot distribution",
      look: "How hot must it be until the first token has less than half?",
      href: "/softmax?temperature=0.5",
    },
    {
      fact: 15,
      title: "Adding is not dividing",
      look: "Every logit has a thousand more. Which bar has moved, and which will with the temperature?",
      href: "/softmax?add=1000",
    },
    {
      fact: 9,
      title: "Greedy, and eight draws",
      look: "Greedy would say warehouse every time. What do eight draws say, and what with the next seed?",
      href: `${NINE}8`,
    },
    {
      fact: null,
      title: "Ten thousand draws",
      look: "How close do the counts come to what the probabilities expect?",
      href: `${NINE}10000`,
    },
  ],
};

const COUNTS: GalleryGroup = {
  title: "Counting and learning",
  entries: [
    {
      fact: 2,
      title: "What followed “left”",
      look: "What probability has a word that was never seen here, and what does that do to a sentence?",
      href: "/ngram?words=warehouse+hub+carrier+depot",
    },
    {
      fact: null,
      title: "A little for what was never seen",
      look: "Depot gets a share that it never earned. Who pays for it, and how much?",
      href: "/ngram?words=warehouse+hub+carrier+depot&smoothing=add_k&k=1",
    },
    {
      fact: 3,
      title: "A network learns six sentences",
      look: "How far can the loss fall, if half of the next words are a coin's toss?",
      href: "/train?run=1",
    },
  ],
};

const LOSS: GalleryGroup = {
  title: "Measuring a model",
  entries: [
    {
      fact: 5,
      title: "The same row, shifted by one",
      look: "Which token is the target of the first one, and which token is never an input?",
      href: "/loss?from=logits&tokens=%3Cbos%3E,package,left,hub,%3Ceos%3E",
    },
    {
      fact: 6,
      title: "A loss at every position",
      look: "Four predictions, four losses: which true token costs the most?",
      href: "/loss?from=logits",
    },
    {
      fact: 7,
      title: "Perplexity as a mean",
      look: "Three coin tosses and one surprise: nearer to 2 or to 8?",
      href: "/loss?probabilities=0.5,0.5,0.5,0.125",
    },
    {
      fact: 11,
      title: "The chain rule",
      look: "Four conditional probabilities: what has the whole sequence, and which factor hurts most?",
      href: "/loss?probabilities=0.6,0.8,0.25,0.5",
    },
    {
      fact: 13,
      title: "A loss of 0.69",
      look: "Between how many equal choices is this model torn? Does that say whether it is right?",
      href: "/loss?losses_nats=0.69",
    },
    {
      fact: 14,
      title: "The two ends of perplexity",
      look: "What is the perplexity of pure chance among 50,000 tokens, and of certainty?",
      href: "/loss?probabilities=0.00002,0.00002,0.00002",
    },
  ],
};

const LOOP: GalleryGroup = {
  title: "One token after another",
  entries: [
    {
      fact: 8,
      title: "A model that fits in three lines",
      look: "Which rule does each step look up, and what stops it: the limit or the end token?",
      href: "/table?run=1",
    },
    {
      fact: 12,
      title: "The window is full",
      look: "8,000 of 8,000 tokens are taken. What can give way for the next one?",
      href: "/context?limit=8000&prompt_tokens=7600&generated_tokens=400&policy=truncate_start",
    },
    {
      fact: 10,
      title: "The memory of keys and values",
      look: "How many users fit on one graphics card, and what would double their number?",
      href: "/kv-cache?batch=4&tokens=2048&layers=32&kv_heads=8&head_dim=128",
    },
    {
      fact: 16,
      title: "The same cache, longer",
      look: "The context is 64 times as long. How much longer is the memory?",
      href: "/kv-cache?batch=4&tokens=131072&layers=32&kv_heads=8&head_dim=128",
    },
  ],
};

const PROMPTS: GalleryGroup = {
  title: "Texts to read on from",
  entries: [
    [
      "The package left the",
      "4,096 tokens share one whole. How much is left when the first three have had theirs?",
    ],
    [
      "The package left the regional",
      "One word more: does warehouse still lead?",
    ],
    [
      "The carrier scan says the parcel was",
      "Several ends are plausible. How sure is the model between them?",
    ],
    [
      "We apologize for the inconvenience.",
      "Press Run: where does it lead to always take the likeliest token?",
    ],
    [
      "A shipment event JSON record starts with",
      "Step once, then open any token: what must follow a brace?",
    ],
    [
      "The refund policy says annual plans are",
      "What is usual comes first. What if the policy itself stands in front of the question?",
    ],
    [
      "Orders marked delivered are eligible for",
      "A likely continuation. Which order has been checked for it?",
    ],
  ].map(([text = "", look = ""]) => ({ fact: null, title: text, look, href: prompt(text) })),
};

const TEXTS: GalleryGroup = {
  title: "Whole texts",
  entries: [
    {
      fact: null,
      title: "A text as a model reads it",
      look: "Where is the model surprised, and would you have been?",
      href: "/score",
    },
    {
      fact: null,
      title: "Two prompts, one word apart",
      look: "How many bits lie between two distributions?",
      href: "/compare",
    },
    {
      fact: null,
      title: "From the left, or from both sides",
      look: "Which of the two may look at the word after the gap, and which one can write?",
      href: "/objectives",
    },
    {
      fact: null,
      title: "From chance to a Transformer",
      look: "How many bits a byte does each rung save, and where is the floor?",
      href: "/ladder",
    },
  ],
};

/** Every experiment, in the order of the page. */
export const GALLERY: readonly GalleryGroup[] = [PROMPTS, LOGITS, COUNTS, LOSS, LOOP, TEXTS];
