import { z } from "zod";
import { MAX_LOGITS } from "@/lib/experiment/fields/calculation_limits.ts";
import { softmaxReport } from "@/lib/lm/sampler/softmax_report.ts";
import { endpoint } from "@/routes/api/endpoint.ts";
import {
  finiteOrNull,
  logits,
  probability,
  temperature,
  tokenText,
} from "@/routes/api/calculations/fields.ts";

const request = z.strictObject({
  logits,
  labels: z.array(tokenText).max(MAX_LOGITS).optional().describe("The tokens, one for each logit"),
  temperature,
}).refine(({ logits, labels }) => labels === undefined || labels.length === logits.length, {
  path: ["labels"],
  message: "Give one label for each logit, or none",
});

const response = z.object({
  probabilities: z.array(probability),
  log_probabilities: z.array(finiteOrNull).describe("In nats; null where the probability is 0"),
  entropy_nats: z.number().min(0),
  effective_choices: z.number().min(1).describe("exp(entropy)"),
  argmax: z.int().min(0).describe("Index of the largest logit, the first of equals"),
  label: z.string().nullable().describe("The label at argmax"),
});

/** `POST /api/v1/softmax`. */
export const softmaxEndpoint = endpoint({
  name: "softmax",
  summary: "Logits to probabilities",
  description:
    "p_i = exp(z_i / T - m) / sum of exp(z_j / T - m), where m is the largest z / T: subtracting it changes " +
    "no probability and keeps every exponential from overflowing. Entropy is in nats.",
  page: "/softmax",
  request,
  response,
  example: {
    labels: ["correctly", "slowly", "angrily", "the", "</s>"],
    logits: [3, 1.5, -1, -2, -3],
    temperature: 1,
  },
  calculate({ logits, labels, temperature }) {
    const report = softmaxReport(logits, temperature);
    return {
      probabilities: Array.from(report.probabilities),
      log_probabilities: Array.from(report.logProbabilities),
      entropy_nats: report.entropyNats,
      effective_choices: report.effectiveChoices,
      argmax: report.argmax,
      label: labels?.[report.argmax] ?? null,
    };
  },
});
