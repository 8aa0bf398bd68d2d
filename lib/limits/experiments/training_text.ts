import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { createEncoder } from "@/lib/training/data/corpus_tokenizer.ts";
import { plainCandidate } from "@/lib/training/engines/plain_candidate.ts";
import { prepareRun } from "@/lib/training/run/start_run.ts";
import { TrainingSession } from "@/lib/training/run/training_session.ts";
import { DEFAULT_SETTINGS } from "@/lib/training/training_settings.ts";
import type { LimitAnswer } from "../limit_answer.ts";
import type { LimitExperiment, LimitQuery } from "../limit_experiment.ts";
import { percent } from "../next_token.ts";

const SENTENCES = 10;
const STEPS = 300;
const [YES, NO] = ["refundable", "final"];

/** k of ten training sentences say one thing, the others the opposite. */
export const trainingText: LimitExperiment = {
  name: "training-text",
  title: "Conflict in the training text",
  claim: "When k of 10 sentences say “refundable”, so does the answer: k in 10",
  work: "server",
  fields: [{
    name: "k",
    label: `Sentences of ${SENTENCES} that say “refundable”`,
    kind: "handle",
    value: "3",
    range: [0, SENTENCES],
  }],
  next: [["/train", "Train the network yourself"], ["/ngram", "Count a text of your own"]],
  run,
};

/** The training text with `k` sentences that say yes. */
function conflictingText(k: number): string[] {
  return Array.from({ length: SENTENCES }, (_, i) => `annual plans are ${i < k ? YES : NO}`);
}

async function run(query: LimitQuery): Promise<LimitAnswer> {
  const k = Number(query["k"]);
  const texts = conflictingText(k);
  const counted = texts.filter((text) => text.endsWith(` ${YES}`)).length / texts.length;
  const trained = await trainedProbability(texts);
  return {
    sentence:
      `${k} of ${SENTENCES} sentences say “refundable”: counts answer ${
        percent(counted)
      }, a network trained ` +
      `on them ${percent(trained)}.`,
    note: "Neither knows which sentence is right, or newer. The proportion in the text is the answer.",
    source: `neural n-gram seed ${DEFAULT_SETTINGS.seed}, ${STEPS} steps, cpu`,
    parts: [
      {
        kind: "bars",
        title: "“refundable” after “annual plans are”",
        labelHead: "Model",
        valueHead: "Probability",
        bars: [
          { label: "counts", note: `${k} of ${SENTENCES}`, value: counted },
          { label: "small network", note: `${STEPS} steps on the same ten sentences`, value: trained },
        ],
      },
      {
        kind: "table",
        title: "The training text",
        columns: ["Sentence"],
        rows: texts.map((text) => [text]),
        folded: true,
      },
    ],
    figures: { k, counted, trained },
  };
}

/** Trains a small network on the sentences, and asks it. */
async function trainedProbability(texts: readonly string[]): Promise<number> {
  const prepared = prepareRun(texts, { ...DEFAULT_SETTINGS, corpus: texts.join("\n"), steps: STEPS });
  const { tokenizer } = prepared.data;
  const yes = tokenizer.tokens.indexOf(YES!);
  if (yes < 0) return 0;
  const session = new TrainingSession(prepared, {
    candidates: [plainCandidate()],
    threads: () => 1,
    now: () => 0,
  });
  await session.open();
  await session.advance({ steps: STEPS, milliseconds: Infinity, evaluate: false });
  const { logits } = await session.look(createEncoder(tokenizer)("plans are"));
  return softmax(logits)[yes]!;
}
