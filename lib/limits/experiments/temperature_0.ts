import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import type { LimitAnswer } from "../limit_answer.ts";
import type { LimitExperiment, LimitPorts, LimitQuery } from "../limit_experiment.ts";
import { contextOfText } from "../next_token.ts";

/** One prompt on every backend and in two chunk sizes. */
export const temperature0: LimitExperiment = {
  name: "temperature-0",
  title: "Is temperature 0 the same every time?",
  claim: "Greedy is deterministic given one distribution; is the distribution?",
  work: "tab",
  anyModel: true,
  act: "Run it on every backend",
  fields: [{
    name: "text",
    label: "Text",
    kind: "area",
    value: "The package left the regional hub and the customer was told that it",
  }],
  next: [
    [
      "/limits/temperature-0?text=You+could+choose+a+present+that+is+not+only+a",
      "Two tokens that are almost equal",
    ],
    ["/?temperature=0", "Temperature 0 in the predictor"],
    ["/softmax?temperature=0", "What temperature 0 does to logits"],
  ],
  run,
};

async function run(query: LimitQuery, { model, variants, signal }: LimitPorts): Promise<LimitAnswer> {
  const tokens = await contextOfText(model, query["text"]!);
  const ran = await variants!(tokens);
  signal?.throwIfAborted();
  const [first] = ran;
  const ids = topTokens(first!.logits, 2);
  const gap = first!.logits[ids[0]!]! - first!.logits[ids[1]!]!;
  const differences = ran.map(({ logits }) => largestDifference(logits, first!.logits));
  const largest = Math.max(...differences);
  const firsts = ran.map(({ logits }) => topTokens(logits, 1)[0]!);
  const flips = firsts.filter((id) => id !== firsts[0]).length;
  const orders = ran.map(({ logits }) => topTokens(logits, logits.length));
  const moves = orders.map((order) => movedPlaces(order, orders[0]!));
  const moved = Math.max(...moves.map(({ length }) => length));
  const place = Math.min(...moves.map(([earliest]) => earliest ?? Infinity));
  const word = (id: number) => JSON.stringify(joinTokens(model.vocabulary, [id]));
  return {
    sentence: flips > 0
      ? `Not here: ${flips} of ${ran.length} runs choose another token, for the first two are ${
        gap.toExponential(1)
      } apart.`
      : `Here, yes: all ${ran.length} runs choose ${word(firsts[0]!)}; their logits differ by up to ${
        largest === 0 ? 0 : largest.toExponential(1)
      }, and the first two tokens are ${gap.toPrecision(2)} apart.`,
    note:
      "The same sums in another order round differently. That matters only where two tokens are that close" +
      (moved === 0
        ? "."
        : `: further down the list up to ${moved} tokens change places, the first of them at place ${place}.`),
    source: modelSource(model),
    parts: [{
      kind: "table",
      title: `First token and largest difference from ${first!.name}, over all logits`,
      columns: ["Backend", "Chosen", "Its logit", "Largest difference", "Tokens at another place"],
      rows: ran.map((
        { name, logits },
        i,
      ) => [name, word(firsts[i]!), logits[firsts[i]!]!, differences[i]!, moves[i]!.length]),
    }],
    figures: { largest, gap, flips, moved, runs: ran.length, ...(moved > 0 && { place }) },
  };
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

/** Places, from 1, at which another token stands than in the first order. */
function movedPlaces(order: ArrayLike<number>, first: ArrayLike<number>): number[] {
  return Array.from(order).flatMap((id, place) => id === first[place] ? [] : [place + 1]);
}
