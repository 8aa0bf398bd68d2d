/**
 * The curated experiments: one for each worked example that the site reproduces, and a few that go with them.
 *
 * @module
 */
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_query.ts";
import { experimentAddress } from "@/lib/experiment/address.ts";

/** An experiment of the gallery. */
export interface GalleryEntry {
  /** Row of the worked examples; null for one that goes beyond them. */
  readonly fact: number | null;
  readonly title: string;
  /** What to look at. */
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
      look:
        "The largest score is subtracted first; the bars are the same with and without, and they sum to 1.",
      href: "/softmax",
    },
    {
      fact: 4,
      title: "A cold and a hot distribution",
      look: "At temperature 0.5 the first token has 95 %; set 2 and watch the tail rise.",
      href: "/softmax?temperature=0.5",
    },
    {
      fact: 15,
      title: "Adding is not dividing",
      look: "A thousand is added to every logit and no bar moves. Now divide: every bar does.",
      href: "/softmax?add=1000",
    },
    {
      fact: 9,
      title: "Greedy, and eight draws",
      look:
        "Greedy would say warehouse eight times; the draws with seed 4 begin with the rarest of the three.",
      href: `${NINE}8`,
    },
    {
      fact: null,
      title: "Ten thousand draws",
      look: "The counts come close to the thin lines, which are what the probabilities expect.",
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
      look: "Three of six messages went on with warehouse; depot was never seen and gets nothing.",
      href: "/ngram?words=warehouse+hub+carrier+depot",
    },
    {
      fact: null,
      title: "A little for what was never seen",
      look: "Add-one smoothing gives depot a share, and takes it from every word that was seen.",
      href: "/ngram?words=warehouse+hub+carrier+depot&smoothing=add_k&k=1",
    },
    {
      fact: 3,
      title: "A network learns six sentences",
      look: "The loss falls from 2.121 to 0.347 and no further: half of the next words are a coin's toss.",
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
      look: "Each token is the target of the one before it: inputs 0 1 2 3, targets 1 2 3 4.",
      href: "/loss?from=logits&tokens=%3Cbos%3E,package,left,hub,%3Ceos%3E",
    },
    {
      fact: 6,
      title: "A loss at every position",
      look: "Four rows of logits, four losses: the least certain of the true tokens costs the most.",
      href: "/loss?from=logits",
    },
    {
      fact: 7,
      title: "Perplexity as a mean",
      look: "Three coin tosses and one surprise: perplexity 2.83, one over the geometric mean.",
      href: "/loss?probabilities=0.5,0.5,0.5,0.125",
    },
    {
      fact: 11,
      title: "The chain rule",
      look: "Four conditional probabilities, multiplied: the sequence has 0.06.",
      href: "/loss?probabilities=0.6,0.8,0.25,0.5",
    },
    {
      fact: 13,
      title: "A loss of 0.69",
      look:
        "Perplexity is near 2: as unsure as between two equal choices. It says nothing about what is true.",
      href: "/loss?losses_nats=0.69",
    },
    {
      fact: 14,
      title: "The two ends of perplexity",
      look: "1 / 50,000 for every token is a perplexity of 50,000; type 1 for each and it becomes 1.",
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
      look: "Each step looks the whole text up again; the end token stops it before the limit does.",
      href: "/table?run=1",
    },
    {
      fact: 12,
      title: "The window is full",
      look: "8,000 of 8,000 tokens are taken: the next one needs a policy, and each drops something else.",
      href: "/context?limit=8000&prompt_tokens=7600&generated_tokens=400&policy=truncate_start",
    },
    {
      fact: 10,
      title: "The memory of keys and values",
      look: "2,048 tokens in four sequences take exactly 1 GiB; the arithmetic stands beside it.",
      href: "/kv-cache?batch=4&tokens=2048&layers=32&kv_heads=8&head_dim=128",
    },
    {
      fact: 16,
      title: "The same cache, longer",
      look: "131,072 tokens take 64 GiB: the cache grows in a straight line with the context.",
      href: "/kv-cache?batch=4&tokens=131072&layers=32&kv_heads=8&head_dim=128",
    },
  ],
};

const PROMPTS: GalleryGroup = {
  title: "Texts to read on from",
  entries: [
    [
      "The package left the",
      "One word has most of the mass, two more have most of the rest, 4,093 share what is left.",
    ],
    [
      "The package left the regional",
      "One word more, and another token leads: the distribution belongs to its context.",
    ],
    [
      "The carrier scan says the parcel was",
      "Several ends are plausible, and the model says how plausible each is.",
    ],
    [
      "We apologize for the inconvenience.",
      "Press Run and see where always taking the likeliest token leads.",
    ],
    [
      "A shipment event JSON record starts with",
      "Form is predicted too: step once and read what must follow a brace.",
    ],
    [
      "The refund policy says annual plans are",
      "What is usual comes first. Put the true policy in front of it, and the answer moves.",
    ],
    [
      "Orders marked delivered are eligible for",
      "A likely continuation, not a look-up: no order was checked.",
    ],
  ].map(([text = "", look = ""]) => ({ fact: null, title: text, look, href: prompt(text) })),
};

/** Every experiment, in the order of the page. */
export const GALLERY: readonly GalleryGroup[] = [LOGITS, COUNTS, LOSS, LOOP, PROMPTS];
