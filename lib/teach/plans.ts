/**
 * Lesson plans: minutes, links with what to hide, questions, and answers with figures that the server computes.
 *
 * @module
 */

/** Names of the figures that answers hold. */
export type FigureName =
  | "warehouse"
  | "prior"
  | "stated"
  | "other"
  | "subtraction"
  | "cache"
  | "at_one"
  | "at_two"
  | "perplexity"
  | "repeated";

/** A part of a lesson. */
export interface PlanPart {
  readonly minutes: number;
  /** Address of what is shown, without what to hide. */
  readonly href: string;
  /** Parts of the page that an embed may leave out, joined by commas; empty for none. */
  readonly hide: string;
  /** The course's step in which the same is guessed first; null for none. */
  readonly step: string | null;
  readonly title: string;
  /** What to ask before showing it. */
  readonly ask: string;
  /** `{NAME}` stands for a figure. */
  readonly answer: string;
}

/** A lesson. */
export interface Plan {
  readonly minutes: number;
  readonly title: string;
  readonly parts: readonly PlanPart[];
}

function part(
  minutes: number,
  href: string,
  title: string,
  ask: string,
  answer: string,
  hide = "",
  step: string | null = null,
): PlanPart {
  return { minutes, href, hide, step, title, ask, answer };
}

const PREDICT = part(
  4,
  "/",
  "One text, many next words",
  "“The package left the …”: which word comes next, and how sure can one be?",
  "“warehouse”, {warehouse}. The rest is shared by all other tokens: it is a distribution, not an answer.",
  "model,sampler",
  "distribution",
);
const TEMPERATURE = part(
  5,
  "/softmax",
  "Temperature",
  "At temperature 2 every score is halved. Does the order of the words change, and does the likeliest gain or lose?",
  "No. Dividing all logits by 2 keeps their order; the likely lose, the unlikely gain: “correctly” falls from {at_one} to {at_two}.",
  "draws,details",
  "temperature",
);
const COUNTS = part(
  5,
  "/ngram",
  "A model that only counts",
  "What does it say after a word that never stood in its text?",
  "Without smoothing nothing, with smoothing something for every word. Dice do the same: print the booklet.",
  "details",
  "counts",
);
const REFUND = part(
  6,
  "/limits/refund?policy=other",
  "Probability is not evidence",
  "A rule on monthly plans stands in the text. What does the model say on annual plans?",
  "“refundable”, {other}: as with the right policy ({stated}). Without any text {prior}.",
  "",
  "truth",
);

/** The lessons, shortest first. */
export const PLANS: readonly Plan[] = [
  { minutes: 20, title: "What comes next?", parts: [PREDICT, TEMPERATURE, COUNTS, REFUND] },
  {
    minutes: 45,
    title: "From counting to learning",
    parts: [
      PREDICT,
      COUNTS,
      TEMPERATURE,
      part(
        9,
        "/train",
        "Train a small network",
        "Before the first step: how likely is each of 8 words, about?",
        "About one in eight each. After training, what was certain is near 100 %, and the fair coin near 50 %.",
        "settings,take",
      ),
      part(
        8,
        "/loss?probabilities=0.5,0.5,0.5,0.125",
        "How wrong is it?",
        "Three of four words had 50 %, one was a surprise with 12.5 %. What is the perplexity?",
        "{perplexity}: the mean of the four losses is taken, then its exponential. Without the surprise it is 2.",
        "shifted",
        "loss",
      ),
      part(
        8,
        "/limits/drift",
        "Loops",
        "Always the likeliest word: what will a long text look like?",
        "It repeats itself: {repeated} of its stretches of four tokens stood there before. Once a sentence has come, coming again is likelier still. Sampling leaves the circle.",
      ),
      REFUND,
    ],
  },
  {
    minutes: 90,
    title: "What it does, what it costs, what it does not do",
    parts: [
      PREDICT,
      COUNTS,
      TEMPERATURE,
      part(
        15,
        "/train",
        "Train a small network, with the two questions before and after",
        "What is stored in the network after training?",
        "Numbers that were changed a little at each step; no sentence and no table of counts.",
        "take",
      ),
      part(
        8,
        "/loss?probabilities=0.5,0.5,0.5,0.125",
        "Loss",
        "Which is better: loss 0.7 or loss 1.4?",
        "0.7: about two choices instead of four. Three coins and a surprise, as the page opens: {perplexity}.",
        "shifted",
      ),
      part(
        10,
        "/kv-cache?layers=32&kv_heads=8&head_dim=128&tokens=131072",
        "What length costs",
        "32 layers, 8 heads of 128, 16 bits: how large is the cache at 131,072 tokens?",
        "{cache}: 2 · 32 · 8 · 128 · 2 bytes for each token.",
        "inputs",
        "cache",
      ),
      part(
        8,
        "/context?limit=8000&prompt_tokens=7600&generated_tokens=400",
        "What falls out of the window",
        "The window is full. Where does the next token go?",
        "All 8,000 tokens are used, so nothing fits until something is dropped; the policy says what.",
        "policies",
        "window",
      ),
      part(
        10,
        "/limits/subtraction",
        "Can it subtract?",
        "Of the pairs that never stood in its text, how many are right?",
        "{subtraction}; and 70 − 45, beyond what it was taught, is answered 1.",
        "",
        "structure",
      ),
      REFUND,
      part(
        9,
        "/learn/mistakes",
        "Six mistakes",
        "For each: what is seen, and what mends it?",
        "On the page, with the links.",
      ),
      part(
        10,
        "/check",
        "Mastery check",
        "Ten questions, alone",
        "The reasons stand under each question after it is sent.",
      ),
    ],
  },
];

/** An answer with its figures put in. */
export function fillAnswer(answer: string, figures: Readonly<Record<FigureName, string>>): string {
  return answer.replace(/\{(\w+)\}/g, (whole, name: FigureName) => figures[name] ?? whole);
}

/** A part as an embed: the page's path, its query, and what is hidden; null where nothing is. */
export function embedOf({ href, hide }: PlanPart): {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly hide: readonly string[];
} | null {
  if (hide === "") return null;
  const [path, query = ""] = href.split("?");
  return { path: path!, query: new URLSearchParams(query), hide: hide.split(",") };
}

/** A plan as Markdown, to be changed: minutes, addresses, questions and answers. */
export function planText(
  { minutes, title, parts }: Plan,
  figures: Readonly<Record<FigureName, string>>,
  origin: string,
): string {
  const lines = parts.map((each, index) =>
    `${index + 1}. ${each.minutes} min: [${each.title}](${origin}${each.href})\n` +
    `   Ask: ${each.ask}\n   Answer: ${fillAnswer(each.answer, figures)}\n`
  );
  return `# ${minutes} minutes: ${title}\n\n${lines.join("\n")}`;
}
