import type { LimitAnswer } from "../limit_answer.ts";
import type { LimitExperiment, LimitPorts, LimitQuery } from "../limit_experiment.ts";
import { askNext, firstToken, percent, predictorLink } from "../next_token.ts";
import { modelSource } from "@/lib/lm/model_source.ts";

const QUESTION = "The refund policy says annual plans are";
const POLICY = "Annual plans are refundable within 14 days.";
const FILLER =
  " Please read it before you answer. The team met on Monday. It is printed on the back of the " +
  "receipt. This is new. Anna wrote to the support team.";

/** What can stand before the question, by the name that addresses use. */
export const POLICIES: Readonly<Record<string, readonly [label: string, text: string]>> = {
  none: ["nothing", ""],
  stated: ["the policy", POLICY],
  far: ["the policy, far away", POLICY + FILLER.repeat(3)],
  worded: ["in other words", "Yearly plans can be refunded."],
  small: ["in other words, no capital", "yearly plans can be refunded."],
  negated: ["“not refundable”", "Annual plans are not refundable."],
  first: ["two rules, yes first", `${POLICY} Annual plans are non-refundable.`],
  second: ["two rules, no first", `Annual plans are non-refundable. ${POLICY}`],
  stale: [
    "an old rule, then the new one",
    `Policy of 2019: ${POLICY} Policy of 2026: Annual plans are non-refundable.`,
  ],
  other: ["another plan's rule", "Monthly plans are refundable within 14 days."],
};

/** The refund policy: what was usual in training, and what the context says. */
export const refund: LimitExperiment = {
  name: "refund",
  title: "Probability is not evidence",
  claim: "A policy in the context moves the answer, and so does one that is about something else",
  work: "server",
  anyModel: true,
  fields: [
    {
      name: "policy",
      label: "What stands before the question",
      kind: "choice",
      value: "none",
      options: Object.entries(POLICIES).map(([value, [label]]) => ({ value, label })),
    },
    { name: "own", label: "Or paste a text of your own", kind: "area", value: "" },
    { name: "question", label: "The sentence to go on with", kind: "line", value: QUESTION },
  ],
  next: [
    ["/limits/fixes", "The fixes, each a switch"],
    ["/limits/training-text", "The same conflict in the training text"],
  ],
  run,
};

async function run(query: LimitQuery, { model, signal }: LimitPorts): Promise<LimitAnswer> {
  const question = query["question"]!;
  const chosen = query["own"]!.trim() || (POLICIES[query["policy"]!] ?? POLICIES["none"]!)[1];
  const yes = await firstToken(model, " refundable");
  const without = await askNext(model, question, 5, signal);
  const answer = chosen === "" ? without : await askNext(model, join(chosen, question), 5, signal);
  const cases: { key: string; label: string; text: string; value: number }[] = [];
  for (const [key, [label, text]] of Object.entries(POLICIES)) {
    const { probabilities } = await askNext(model, join(text, question), 1, signal);
    cases.push({ key, label, text, value: probabilities[yes]! });
  }
  const [before, after] = [without.probabilities[yes]!, answer.probabilities[yes]!];
  return {
    sentence: chosen === ""
      ? `With no policy in sight, “refundable” has ${percent(before)}: what was usual in the training text.`
      : `With that text before it, “refundable” has ${percent(after)}; without, ${percent(before)}.`,
    note: noteOf(query, chosen),
    source: modelSource(model),
    parts: [
      {
        kind: "bars",
        title: "What comes next; pale: with nothing before the question",
        labelHead: "Token",
        valueHead: "Probability",
        bars: answer.top.map(({ id, text, probability }) => ({
          label: text,
          value: probability,
          before: without.probabilities[id]!,
          href: predictorLink(join(chosen, question)),
        })),
      },
      {
        kind: "bars",
        title: "“refundable” after each text",
        labelHead: "What stands before",
        valueHead: "Probability",
        bars: cases.map(({ label, text, value }) => ({
          label,
          note: text.length > 90 ? `${text.slice(0, 88)} …` : text,
          value,
          before,
          href: predictorLink(join(text, question)),
        })),
      },
    ],
    figures: { before, after, ...Object.fromEntries(cases.map(({ key, value }) => [key, value])) },
  };
}

function join(text: string, question: string): string {
  return text === "" ? question : `${text.trim()} ${question}`;
}

function noteOf(query: LimitQuery, chosen: string): string {
  if (query["own"]!.trim() !== "") {
    return "Nobody checks whether the text is true, current, or about this plan.";
  }
  switch (query["policy"]) {
    case "small":
      return "A small first letter alone moves it by some percent: it is wording that counts, not what the rule says.";
    case "worded":
      return "The same rule in other words hardly counts: what moves the answer is wording that was seen.";
    case "negated":
      return "“not refundable” is not how the training text says it, so it hardly moves the answer.";
    case "first":
    case "second":
      return "Two opposite rules: the first one wins, whichever it is. Nothing here weighs dates or sources.";
    case "stale":
      return "The rule of 2019 wins over that of 2026, for it stands first: dates are words like any other.";
    case "other":
      return "The rule is about monthly plans. The answer on annual ones moves just as far.";
    case "far":
      return "Distance alone does not weaken it: the policy stands about a hundred tokens back.";
    default:
      return chosen === ""
        ? "Pick a policy and watch the bars move."
        : "The figure says what follows in such texts.";
  }
}
