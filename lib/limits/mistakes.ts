/**
 * Six mistakes that people make with language models: each has an address that shows the symptom, and one with the fix.
 *
 * @module
 */

/** A mistake with its experiment. */
interface Mistake {
  readonly title: string;
  /** What one sees. */
  readonly symptom: string;
  /** Where it is seen. */
  readonly symptomHref: string;
  readonly fix: string;
  readonly fixHref: string;
  /** What was wrong in how it was thought of. */
  readonly why: string;
}

/** The six, in the order of the page. */
export const MISTAKES: readonly Mistake[] = [
  {
    title: "Identical completions",
    symptom: "Twenty completions, and all are the same",
    symptomHref: "/limits/completions",
    fix: "Draw at temperature 0.7",
    fixHref: "/limits/completions?temperature=0.7",
    why: "At temperature 0 nothing is drawn: the seed has no effect, and asking again gives the same text.",
  },
  {
    title: "Drift after one bad token",
    symptom: "One strange token, and the text follows it",
    symptomHref: "/limits/drift?text=The+package+left+the&bad=+zebra",
    fix: "Take it back, and go on from before it",
    fixHref: "/limits/drift?text=The+package+left+the",
    why: "What was written is context like any other. The model does not go back; whoever runs it can.",
  },
  {
    title: "A policy answered from the prior",
    symptom: "The answer is what was usual in training",
    symptomHref: "/limits/refund",
    fix: "Put the policy into the context",
    fixHref: "/limits/refund?policy=stated",
    why: "A probability says how such texts go on, not what holds here.",
  },
  {
    title: "A cache that grows with length",
    symptom: "At 128K tokens the cache of an 8 B model is as large as its weights",
    symptomHref: "/kv-cache?layers=32&kv_heads=8&head_dim=128&tokens=131072",
    fix: "Shorten to 8K tokens",
    fixHref: "/kv-cache?layers=32&kv_heads=8&head_dim=128&tokens=8192",
    why: "The weights do not grow with the text; keys and values do, by the same bytes for each token.",
  },
  {
    title: "Perplexities that do not compare",
    symptom: "One model, one text, three numbers",
    symptomHref: "/limits/accounting",
    fix: "Compare bits per byte",
    fixHref: "/ladder",
    why: "Perplexity is the exponential of the mean loss per token, and models split text differently.",
  },
  {
    title: "A family taken for an objective",
    symptom: "“It is a Transformer, so it predicts the next token”",
    symptomHref: "/limits/families",
    fix: "Ask the same layers for a hidden word",
    fixHref: "/objectives",
    why:
      "Counts, recurrent networks and Transformers share the objective; a Transformer can also have another.",
  },
];
