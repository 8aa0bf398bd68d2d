import { z } from "zod";
import { LOSS_FIELDS } from "@/lib/experiment/fields/loss_fields.ts";
import { numberSchema } from "@/routes/api/calculations/schema_of.ts";
import { MAX_LOGIT_CELLS, MAX_LOGITS, MAX_POSITIONS } from "@/lib/experiment/fields/calculation_limits.ts";
import { lossPerUnit, type LossReport } from "@/lib/lm/loss/loss.ts";
import { lossFrom } from "@/lib/lm/loss/loss_from.ts";
import { endpoint } from "@/routes/api/endpoint.ts";
import { finiteOrNull, probability } from "@/routes/api/calculations/fields.ts";

const fields = z.strictObject({
  logits: z.array(z.array(z.number()).min(1).max(MAX_LOGITS)).min(1).max(MAX_POSITIONS).optional()
    .describe("One row for each position"),
  targets: z.array(z.int().min(0)).min(1).max(MAX_POSITIONS).optional()
    .describe("Index of the true token in each row of logits"),
  probabilities: z.array(probability).min(1).max(MAX_POSITIONS).optional()
    .describe("Instead of logits: the probability that the model gave each true token"),
  losses_nats: z.array(z.number().min(0)).min(1).max(MAX_POSITIONS).optional()
    .describe("Instead of logits: the loss at each position"),
  words: numberSchema(LOSS_FIELDS.words).optional().describe("Words of the text, to spread the loss over"),
  bytes: numberSchema(LOSS_FIELDS.bytes).optional().describe("Bytes of the text, to spread the loss over"),
});

const request = fields.superRefine((input, issues) => {
  for (const [path, message] of faults(input)) issues.addIssue({ code: "custom", path, message });
}).meta({
  oneOf: [{ required: ["logits", "targets"] }, { required: ["probabilities"] }, {
    required: ["losses_nats"],
  }],
});

const perUnit = z.object({ nats: finiteOrNull, bits: finiteOrNull, perplexity: finiteOrNull }).nullable();

const response = z.object({
  losses_nats: z.array(finiteOrNull).describe("-ln p of the true token at each position"),
  probabilities: z.array(probability),
  mean_nats: finiteOrNull,
  mean_bits: finiteOrNull,
  perplexity: finiteOrNull.describe("exp(mean_nats) = 1 / geometric_mean"),
  sequence_probability: probability.describe(
    "The product of the probabilities; 0 where a double cannot hold it",
  ),
  sequence_log_probability: finiteOrNull.describe("The sum of ln p: exact where the product underflows"),
  geometric_mean: probability,
  per_word: perUnit.describe("Where words is given"),
  per_byte: perUnit.describe("Where bytes is given"),
});

/** `POST /api/v1/loss`. */
export const lossEndpoint = endpoint({
  name: "loss",
  summary: "Cross-entropy, perplexity and the chain rule",
  description:
    "From logits with targets, from the true tokens' probabilities, or from their losses: exactly one of the " +
    "three. The loss of a position is the log of the sum of exp(logits) less the target's logit, in nats. A " +
    "probability of 0 has an infinite loss: null.",
  page: "/loss",
  request,
  response,
  example: {
    logits: [[0, 3, 0.5, -1, -2], [-1, 0.1, 2.5, 0, -2], [-1, 0, 0.2, 2, -1.5], [-2, 0, -1, -0.5, 2.4]],
    targets: [1, 2, 3, 4],
  },
  calculate({ losses_nats: lossesNats, words, bytes, ...source }) {
    return lossAnswer(lossFrom({ ...source, lossesNats }), words, bytes);
  },
});

function lossAnswer(report: LossReport, words: number | undefined, bytes: number | undefined) {
  const total = -report.sequenceLogProbability;
  return {
    losses_nats: [...report.lossesNats],
    probabilities: [...report.probabilities],
    mean_nats: report.meanNats,
    mean_bits: report.meanBits,
    perplexity: report.perplexity,
    sequence_probability: report.sequenceProbability,
    sequence_log_probability: report.sequenceLogProbability,
    geometric_mean: report.geometricMean,
    per_word: words === undefined ? null : lossPerUnit(total, words),
    per_byte: bytes === undefined ? null : lossPerUnit(total, bytes),
  };
}

type Fault = readonly [path: (string | number)[], message: string];

/** What the fields' own schemas cannot say. */
function faults({ logits, targets, probabilities, losses_nats }: z.output<typeof fields>): Fault[] {
  const given = [logits, probabilities, losses_nats].filter((source) => source !== undefined);
  if (given.length !== 1) {
    return [[[], "Give exactly one of logits with targets, probabilities, or losses_nats"]];
  }
  if (!logits) return targets ? [[["targets"], "Belongs to logits, which are not given"]] : [];
  if (!targets) return [[["targets"], "Is needed with logits: the index of the true token in each row"]];
  return logitFaults(logits, targets);
}

function logitFaults(logits: readonly number[][], targets: readonly number[]): Fault[] {
  if (targets.length !== logits.length) {
    return [[["targets"], `Give one for each row of logits: ${logits.length}, not ${targets.length}`]];
  }
  const cells = logits.reduce((sum, row) => sum + row.length, 0);
  if (cells > MAX_LOGIT_CELLS) return [[["logits"], `Give at most ${MAX_LOGIT_CELLS} logits together`]];
  return targets.flatMap((target, position) => {
    const { length } = logits[position]!;
    return target < length
      ? []
      : [[["targets", position], `Is not an index of its ${length} logits`] as const];
  });
}
