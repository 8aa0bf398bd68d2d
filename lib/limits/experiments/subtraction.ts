import { countPrompt } from "@/models/check/subtraction.ts";
import { isHeldOut, LARGEST } from "@/models/corpus/grammar/subtraction_pairs.ts";
import type { LimitAnswer } from "../limit_answer.ts";
import type { LimitExperiment, LimitPorts, LimitQuery } from "../limit_experiment.ts";
import { askNext } from "../next_token.ts";
import { modelSource } from "@/lib/lm/model_source.ts";

/** Steps of the scale: right, one off, wrong; 0 is no pair. */
const [RIGHT, NEAR, WRONG] = [7, 4, 1] as const;

/** One pair with the model's greedy answer. */
export interface Difference {
  readonly ordered: number;
  readonly returned: number;
  readonly answer: number;
  readonly heldOut: boolean;
}

/** Subtraction over all pairs: trained-on and held-out apart. */
export const subtraction: LimitExperiment = {
  name: "subtraction",
  title: "Subtraction, every pair",
  claim: "How many differences are right, and how many of those that never stood in the text",
  work: "tab",
  act: "Ask every pair up to 50 (half a minute)",
  fields: [],
  next: [["/models/parcel-gpt", "The model's card"], ["/limits/fixes", "A tool instead"]],
  run,
};

/** Asks for every difference of numbers up to the greatest of the training text. */
async function askDifferences({ model, signal, onProgress }: LimitPorts): Promise<Difference[]> {
  const asked: Difference[] = [];
  const pairs = LARGEST * (LARGEST + 1) / 2 - 1;
  for (let ordered = 2; ordered <= LARGEST; ordered++) {
    for (let returned = 1; returned <= ordered; returned++) {
      const { top } = await askNext(model, countPrompt(ordered, returned), 1, signal);
      asked.push({ ordered, returned, answer: Number(top[0]!.text), heldOut: isHeldOut(ordered, returned) });
    }
    onProgress?.(asked.length / pairs);
  }
  return asked;
}

/** How many are exact, of those where saying the number after the last one would be wrong. */
function exactAgainstShortcut(asked: readonly Difference[], heldOut: boolean) {
  const pairs = asked.filter((each) =>
    each.heldOut === heldOut && each.ordered - each.returned !== each.returned + 1
  );
  const exact = pairs.filter(({ ordered, returned, answer }) => answer === ordered - returned).length;
  const near =
    pairs.filter(({ ordered, returned, answer }) => Math.abs(answer - ordered + returned) <= 1).length;
  return { pairs: pairs.length, exact, near };
}

async function run(_query: LimitQuery, ports: LimitPorts): Promise<LimitAnswer> {
  const asked = await askDifferences(ports);
  const [held, trained] = [exactAgainstShortcut(asked, true), exactAgainstShortcut(asked, false)];
  const share = ({ exact, pairs }: typeof held) => `${exact} of ${pairs}`;
  const bar = (label: string, score: typeof held) => ({
    label,
    note: `${share(score)}, ${score.near} at most one off`,
    value: score.exact / score.pairs,
  });
  return {
    sentence: `Of the pairs that never stood in its text ${share(held)} are right; of those that did, ${
      share(trained)
    }.`,
    note:
      "Scored only where “the number after the last one” would be wrong. Beyond 50 it was taught nothing: 70 − 45 is answered 1.",
    source: modelSource(ports.model),
    parts: [
      {
        kind: "bars",
        title: "Exact answers",
        labelHead: "Pairs",
        valueHead: "Exact",
        bars: [
          bar("held out", held),
          bar("in the text", trained),
          { label: "the shortcut: one more than what was returned", note: "by construction", value: 0 },
        ],
      },
      { ...mapOf(asked, true), title: "Held out of the text: dark right, pale one off, orange wrong" },
      { ...mapOf(asked, false), title: "In the text: dark right, pale one off, orange wrong" },
    ],
    figures: {
      held_out_pairs: held.pairs,
      held_out_exact: held.exact,
      held_out_near: held.near,
      in_text_pairs: trained.pairs,
      in_text_exact: trained.exact,
    },
  };
}

function mapOf(asked: readonly Difference[], heldOut: boolean) {
  const cells = Array.from({ length: LARGEST }, () => new Array<number>(LARGEST).fill(0));
  const titles = cells.map((row) => row.map(() => ""));
  for (const { ordered, returned, answer, heldOut: held } of asked) {
    if (held !== heldOut) continue;
    const miss = Math.abs(answer - (ordered - returned));
    cells[ordered - 1]![returned - 1] = miss === 0 ? RIGHT : miss === 1 ? NEAR : WRONG;
    titles[ordered - 1]![returned - 1] = `${ordered} − ${returned}: ${
      Number.isNaN(answer) ? "no number" : answer
    }`;
  }
  return {
    kind: "map" as const,
    rowHead: "ordered",
    columnHead: "returned",
    cells,
    titles,
    first: [1, 1] as const,
  };
}
