/**
 * What the course is for: fifteen things that a visitor can do after it.
 *
 * @module
 */

/** The aims' names, in the course's order: five foundational, ten intermediate. */
export const AIM_NAMES = [
  "distribution",
  "chain",
  "counts",
  "loop",
  "temperature",
  "neural",
  "forcing",
  "loss",
  "masked",
  "sampling",
  "structure",
  "likely",
  "database",
  "window",
  "cache",
] as const;

/** One of {@linkcode AIM_NAMES}. */
export type AimName = typeof AIM_NAMES[number];

/** An aim. */
interface Aim {
  readonly level: "foundational" | "intermediate";
  /** Two or three words. */
  readonly title: string;
  /** What one can do, completing "You can …". */
  readonly does: string;
  /** The instrument that shows it. */
  readonly href: string;
}

/** The aims, by name. */
export const AIMS: Readonly<Record<AimName, Aim>> = {
  distribution: {
    level: "foundational",
    title: "Next-token distribution",
    does: "say what a language model returns: a probability for every token that could come next",
    href: "/",
  },
  chain: {
    level: "foundational",
    title: "Chain rule",
    does: "write the probability of a whole text as a product of next-token probabilities",
    href: "/loss?probabilities=0.6,0.8,0.25,0.5",
  },
  counts: {
    level: "foundational",
    title: "Counting pairs",
    does: "turn counts of word pairs into probabilities, and say what a pair never seen needs",
    href: "/ngram",
  },
  loop: {
    level: "foundational",
    title: "The loop",
    does: "explain how single predictions become a text, and what ends it",
    href: "/table?max_steps=0",
  },
  temperature: {
    level: "foundational",
    title: "Temperature",
    does: "say what dividing the scores does to the probabilities",
    href: "/softmax?temperature=2",
  },
  neural: {
    level: "intermediate",
    title: "Neural n-gram",
    does: "follow a context through embeddings, the joined vector, the hidden layer and the output",
    href: "/train",
  },
  forcing: {
    level: "intermediate",
    title: "Teacher forcing",
    does: "explain why training scores all positions in one pass and writing cannot",
    href: "/loss?from=logits",
  },
  loss: {
    level: "intermediate",
    title: "Loss and perplexity",
    does: "turn a mean loss into a number of equally likely choices",
    href: "/loss?probabilities=0.5,0.5,0.5,0.125",
  },
  masked: {
    level: "intermediate",
    title: "Causal and masked",
    does: "tell a model that reads only backwards from one that reads both sides",
    href: "/?text=The+package+left+the&model=parcel-bert",
  },
  sampling: {
    level: "intermediate",
    title: "Greedy and sampled",
    does: "tell the likeliest token from a draw, and say what a cut of the tail leaves",
    href: "/softmax?labels=warehouse,hub,carrier&logits=2.4,1.7,0.2&temperature=1.4&seed=4&draws=8",
  },
  structure: {
    level: "intermediate",
    title: "Why structure pays",
    does: "say why prediction can reward grammar and arithmetic, and what that does not prove",
    href: "/?text=An+order+contains+5+items.+After+a+return+of+2+items%2C+the+retained+item+count+is",
  },
  likely: {
    level: "intermediate",
    title: "Likely is not true",
    does: "see why a likely answer can be wrong, whatever the perplexity",
    href: "/?text=The+refund+policy+says+annual+plans+are",
  },
  database: {
    level: "intermediate",
    title: "No database",
    does: "correct the idea that a model looks its answers up",
    href: "/?text=Orders+marked+delivered+are+eligible+for",
  },
  window: {
    level: "intermediate",
    title: "Full window",
    does: "say what a full context window does to the next token, and what can give way",
    href: "/context",
  },
  cache: {
    level: "intermediate",
    title: "KV cache",
    does: "say what keeping keys and values saves, and what memory it costs",
    href: "/kv-cache",
  },
};
