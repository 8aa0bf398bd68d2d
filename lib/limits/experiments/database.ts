import type { LimitAnswer } from "../limit_answer.ts";
import type { LimitExperiment, LimitPorts, LimitQuery } from "../limit_experiment.ts";
import { askNext, predictorLink } from "../next_token.ts";
import { modelSource } from "@/lib/lm/model_source.ts";

const WORDINGS = [
  "The capital of France is",
  "France has its capital in the city of",
  "Q: What is the capital of France? A:",
  "If you visit the capital of France, you are in",
  "My teacher said that the French capital is called",
];
const PARCEL_WORDINGS = [
  "The refund policy says annual plans are",
  "So annual plans are",
  "The answer is that annual plans are",
  "Anna was told that annual plans are",
  "Our terms say that annual plans are",
];
const MADE_UP = [
  "The refund policy says lifetime plans are",
  "An order contains 70 items. After a return of 45 items, the retained item count is",
  "The capital of Zubrowka is",
];

/** One fact in five wordings, and what does not exist. */
export const database: LimitExperiment = {
  name: "database",
  title: "The database myth",
  claim: "Five wordings of one question, and confident answers about what does not exist",
  work: "server",
  anyModel: true,
  fields: [
    {
      name: "wordings",
      label: "One question, a wording a line",
      kind: "area",
      value: PARCEL_WORDINGS.join("\n"),
    },
    {
      name: "unknown",
      label: "Things that do not exist, one a line",
      kind: "area",
      value: MADE_UP.join("\n"),
    },
  ],
  next: [
    [
      `/limits/database?wordings=${encodeURIComponent(WORDINGS.join("\n"))}`,
      "A fact of the world, for SmolLM2",
    ],
    ["/limits/fixes", "What helps: a source, a tool, a check"],
  ],
  run,
};

/** More lines than this are not asked. */
const MAX_LINES = 8;

async function run(query: LimitQuery, { model, signal }: LimitPorts): Promise<LimitAnswer> {
  const wordings = await askEach(linesOf(query["wordings"]!), { model, signal });
  const unknown = await askEach(linesOf(query["unknown"]!), { model, signal });
  const counts = new Map<string, number>();
  for (const { answer } of wordings) counts.set(answer, (counts.get(answer) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  const sure = unknown.filter(({ probability }) => probability > 0.5).length;
  return {
    sentence: `${wordings.length} wordings of one question get ${counts.size} answer${
      counts.size === 1 ? "" : "s"
    }; of ${unknown.length} things that do not exist, ${sure} get a token with more than half of the probability.`,
    note:
      "A database would give one answer to all wordings, and none where it has no row. A model gives a distribution.",
    source: modelSource(model),
    parts: [
      barsOf("The likeliest next token, wording by wording", wordings),
      barsOf("What does not exist is continued too", unknown),
    ],
    figures: {
      answers: counts.size,
      most,
      ...Object.fromEntries(unknown.map(({ probability }, i) => [`unknown_${i + 1}`, probability])),
    },
  };
}

interface Asked {
  readonly text: string;
  readonly answer: string;
  readonly probability: number;
}

function linesOf(text: string): string[] {
  return text.split("\n").map((line) => line.trim()).filter((line) => line !== "").slice(0, MAX_LINES);
}

async function askEach(
  texts: readonly string[],
  { model, signal }: { readonly model: LimitPorts["model"]; readonly signal: AbortSignal | undefined },
): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const text of texts) {
    const [first] = (await askNext(model, text, 1, signal)).top;
    // A token that is all space is shown as one.
    const answer = first!.text.trim() === "" ? JSON.stringify(first!.text) : first!.text.trim();
    asked.push({ text, answer, probability: first!.probability });
  }
  return asked;
}

function barsOf(title: string, asked: readonly Asked[]) {
  return {
    kind: "bars" as const,
    title,
    labelHead: "Text, and its likeliest next token",
    valueHead: "Probability",
    bars: asked.map(({ text, answer, probability }) => ({
      label: answer,
      note: `${text} …`,
      value: probability,
      href: predictorLink(text),
    })),
  };
}
