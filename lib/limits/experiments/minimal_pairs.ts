import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import type { LimitAnswer } from "../limit_answer.ts";
import type { LimitExperiment, LimitPorts, LimitQuery } from "../limit_experiment.ts";
import { scoreText } from "../next_token.ts";
import { signTest } from "../sign_test.ts";

const PAIRS = [
  ["The packages are in the warehouse.", "The packages is in the warehouse."],
  ["The package was delivered on Monday.", "The package were delivered on Monday."],
  ["She wrote to the support team.", "She write to the support team."],
  ["They have a monthly plan.", "They has a monthly plan."],
  ["The parcels near the door are late.", "The parcels near the door is late."],
  ["An order contains 5 items.", "An order contains 5 item."],
  ["The customer who called is happy.", "The customer who called are happy."],
  ["He does not know the answer.", "He do not know the answer."],
];
/** More pairs than this are not scored. */
const MAX_PAIRS = 24;

/** Two sentences that differ in one word: which is likelier, under each rung. */
export const minimalPairs: LimitExperiment = {
  name: "minimal-pairs",
  title: "Minimal pairs",
  claim: "Two sentences that differ in one word: which is likelier, and is that more than chance?",
  work: "server",
  anyModel: true,
  act: "Ask parcel-gru and the counts too (3 MB)",
  fields: [{
    name: "pairs",
    label: "Pairs, one a line: the good one | the bad one",
    kind: "area",
    value: PAIRS.map((pair) => pair.join(" | ")).join("\n"),
  }],
  next: [
    [`/compare?${sideBySide(PAIRS[4]!)}`, "Both sentences, token by token"],
    [`/score?text=${encodeURIComponent(PAIRS[4]![0]!)}`, "One sentence, scored"],
    ["/ladder", "The same text under every model"],
  ],
  run,
};

function sideBySide([good, bad]: readonly string[]): string {
  return `text=${encodeURIComponent(good!)}&beside_text=${encodeURIComponent(bad!)}`;
}

/** Pairs of a text: two sentences a line, with a bar between. */
export function readPairs(text: string): (readonly [good: string, bad: string])[] {
  return text.split("\n").map((line) => line.split("|").map((side) => side.trim()))
    .filter((sides) => sides.length === 2 && sides[0] !== "" && sides[1] !== "")
    .map(([good, bad]) => [good!, bad!] as const).slice(0, MAX_PAIRS);
}

interface Tally {
  readonly name: string;
  readonly wins: number;
  readonly losses: number;
  readonly differences: readonly number[];
}

async function run(query: LimitQuery, ports: LimitPorts): Promise<LimitAnswer> {
  const pairs = readPairs(query["pairs"]!);
  const others = await ports.others?.() ?? [];
  const tallies: Tally[] = [];
  for (const model of [ports.model, ...others]) tallies.push(await tally(model, pairs, ports.signal));
  const own = tallies[0]!;
  const p = signTest(own.wins, own.losses);
  return {
    sentence:
      `${own.name} finds the good sentence likelier in ${own.wins} of ${pairs.length} pairs; sign test p = ${
        p.toPrecision(2)
      }.`,
    note: p < 0.05
      ? "A coin would seldom do as well. It is a count of these pairs, not a proof of grammar."
      : "A coin could do as well: too few pairs, or no difference.",
    source: modelSource(ports.model),
    parts: [
      {
        kind: "bars",
        title: "Pairs where the good sentence is likelier",
        labelHead: "Model",
        valueHead: "Share",
        bars: tallies.map(({ name, wins, losses }) => ({
          label: name,
          note: `${wins} of ${pairs.length}, sign test p = ${signTest(wins, losses).toPrecision(2)}`,
          value: pairs.length === 0 ? 0 : wins / pairs.length,
        })),
      },
      {
        kind: "table",
        title: "Log-probability of the good sentence less that of the bad one, in nats",
        columns: ["Good", "Bad", ...tallies.map(({ name }) => name)],
        rows: pairs.map((
          [good, bad],
          i,
        ) => [good, bad, ...tallies.map(({ differences }) => differences[i]!)]),
      },
    ],
    figures: Object.fromEntries(tallies.flatMap(({ name, wins, losses }) => [[`${name}_wins`, wins], [
      `${name}_p`,
      signTest(wins, losses),
    ]])),
  };
}

async function tally(
  model: LanguageModel,
  pairs: readonly (readonly [string, string])[],
  signal: AbortSignal | undefined,
): Promise<Tally> {
  const differences: number[] = [];
  for (const [good, bad] of pairs) {
    differences.push(
      (await scoreText(model, bad, signal)).nats - (await scoreText(model, good, signal)).nats,
    );
  }
  return {
    name: model.id.name,
    wins: differences.filter((each) => each > 0).length,
    losses: differences.filter((each) => each < 0).length,
    differences,
  };
}
