import { generate } from "@/lib/lm/generation/generate.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import type { LimitAnswer } from "../limit_answer.ts";
import type { LimitExperiment, LimitField, LimitPorts, LimitQuery } from "../limit_experiment.ts";
import { askNext, contextOfText, firstToken, percent, predictorLink } from "../next_token.ts";

const SOURCE = "Annual plans are refundable within 14 days.";
const QUESTION = "The refund policy says annual plans are";
const LONG_ANSWER =
  " The shop is closed on Monday. Keep the receipt for 30 days. Repairs of a kettle take 10 days. " +
  "We keep a lost lamp for 28 days. Returns of books are free on Friday. A gift card is valid for 10 months.";
const SUM = "An order contains 70 items. After a return of 45 items, the retained item count is";
/** Tokens of context that the long answer has. */
const WINDOW = 48;
const ANSWER_TOKENS = 12;

function onOff(name: string, label: string): LimitField {
  return { name, label, kind: "switch", value: "0" };
}

/** What helps, each a switch. */
export const fixes: LimitExperiment = {
  name: "fixes",
  title: "The fixes, each a switch",
  claim: "A source in the context, a tool's answer, a citation that is checked, a long answer re-anchored",
  work: "server",
  anyModel: true,
  fields: [
    onOff("source", "Put the policy into the context"),
    onOff("tool", "Let a calculator answer the subtraction, and paste what it says"),
    onOff("citation", "Only accept an answer that stands in the source"),
    onOff("anchor", "Put the policy again after a long answer"),
  ],
  next: [["/limits/refund", "When a source in the context misleads"], [
    "/context",
    "What falls out of a window",
  ]],
  run,
};

async function run(query: LimitQuery, { model, signal }: LimitPorts): Promise<LimitAnswer> {
  const on = (name: string) => query[name] === "1";
  const yes = await firstToken(model, " refundable");
  const [p, source] = [
    async (text: string) => (await askNext(model, text, 1, signal)).probabilities[yes]!,
    `${SOURCE} `,
  ];
  const context = on("source") ? source + QUESTION : QUESTION;
  const [prior, sourced] = [await p(QUESTION), await p(source + QUESTION)];
  const long = SOURCE + LONG_ANSWER;
  const drifted = await windowed(model, `${long} ${QUESTION}`, yes, signal);
  const anchored = await windowed(model, `${long} ${SOURCE} ${QUESTION}`, yes, signal);
  const sum = (await askNext(model, SUM, 1, signal)).top[0]!;
  // Where a number begins with a token of its own, such as a space, it is read to its end.
  const difference = /-?\d+/.exec(await goOn(model, SUM, signal))?.[0] ?? sum.text.trim();
  const said = sum.text.trim() === difference ? `${difference} (${percent(sum.probability)})` : difference;
  const answer = await goOn(model, context, signal);
  const cited = SOURCE.toLowerCase().includes(
    `annual plans are${answer}`.toLowerCase().replace(/[.\s]+$/, ""),
  );
  const shown = on("citation") && !cited ? "withheld: no source says so" : answer.trim();
  return {
    sentence: on("citation")
      ? `${
        cited
          ? "The answer stands in the source, and is shown"
          : "The answer stands in no source, and is withheld"
      }: ` +
        `“annual plans are …” ${cited ? answer.trim() : ""}`
      : `${on("source") ? "With the policy in the context" : "From the prior alone"}, “refundable” has ${
        percent(on("source") ? sourced : prior)
      }.`,
    note:
      "None of these makes the model know. Each puts what is needed where it conditions the answer, or checks it outside.",
    source: modelSource(model),
    parts: [
      {
        kind: "bars",
        title: "What each switch changes; pale: switched off",
        labelHead: "Switch",
        valueHead: "Probability",
        bars: [
          bar("the policy in the context", "“refundable”", on("source") ? sourced : prior, prior, context),
          bar(
            "the policy again after a long answer",
            `“refundable” with ${WINDOW} tokens of context`,
            on("anchor") ? anchored : drifted,
            drifted,
            `${long} ${on("anchor") ? `${SOURCE} ` : ""}${QUESTION}`,
          ),
        ],
      },
      {
        kind: "table",
        title: "Outside the model",
        columns: ["Step", "Off", "Now"],
        rows: [
          [
            "70 − 45",
            said,
            on("tool") ? `${70 - 45}, by the calculator` : difference,
          ],
          ["annual plans are …", answer.trim(), shown],
        ],
      },
    ],
    figures: {
      prior,
      sourced,
      drifted,
      anchored,
      sum: Number(difference),
      sum_probability: sum.probability,
      cited: cited ? 1 : 0,
    },
  };
}

function bar(label: string, note: string, value: number, before: number, text: string) {
  return { label, note, value, before, href: predictorLink(text) };
}

/** Probability of a token when only the last tokens of the text are in the context. */
async function windowed(
  model: LanguageModel,
  text: string,
  id: number,
  signal?: AbortSignal,
): Promise<number> {
  const ids = await model.encode(text);
  const kept = model.endTokens.length > 0 || model.beginToken !== null ? ids.slice(-WINDOW) : ids;
  return (await askNext(model, joinTokens(model.vocabulary, kept), 1, signal)).probabilities[id]!;
}

/** The greedy continuation up to its first sentence end. */
async function goOn(model: LanguageModel, text: string, signal?: AbortSignal): Promise<string> {
  const ids: number[] = [];
  const options = {
    prompt: await contextOfText(model, text),
    sampler: DEFAULT_SAMPLER,
    top: 1,
    stop: ["."],
    signal,
  };
  for await (
    const { id } of generate(model, { ...options, pick: "greedy", seed: 0, maxTokens: ANSWER_TOKENS })
  ) {
    if (!model.endTokens.includes(id)) ids.push(id);
  }
  return joinTokens(model.vocabulary, ids);
}
