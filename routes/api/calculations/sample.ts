import { z } from "zod";
import { numberSchema } from "@/routes/api/calculations/schema_of.ts";
import { SOFTMAX_FIELDS } from "@/lib/experiment/fields/softmax_fields.ts";
import { MAX_LOGITS } from "@/lib/experiment/fields/calculation_limits.ts";
import { effectiveChoices } from "@/lib/lm/distribution/entropy.ts";
import { sampleReport } from "@/lib/lm/sampler/sample_report.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { STAGE_NAMES, type StageName, STAGES } from "@/lib/lm/sampler/stages.ts";
import type { ShapedStage } from "@/lib/lm/sampler/shape.ts";
import { endpoint } from "@/routes/api/endpoint.ts";
import { logits, probability, seed, stageOrder, stageSettings } from "@/routes/api/calculations/fields.ts";

/** The stages that run, and are listed, even where they change nothing. */
const ALWAYS: ReadonlySet<StageName> = new Set(["temperature", "top_k", "top_p", "min_p"]);

const index = z.int().min(0);

const request = z.strictObject({
  logits,
  ...stageSettings,
  context: z.array(index.max(MAX_LOGITS - 1)).max(MAX_LOGITS).default([])
    .describe("Indices of the tokens so far, for the repetition penalty"),
  stages: stageOrder.optional().describe(
    `${stageOrder.description}. Without an order: ${STAGE_NAMES.map(defaultPlace).join(", ")}`,
  ),
  seed: seed.default(0),
  draws: numberSchema(SOFTMAX_FIELDS.draws).default(1),
}).superRefine(({ logits, context }, issues) => {
  const outside = context.findIndex((token) => token >= logits.length);
  if (outside < 0) return;
  issues.addIssue({
    code: "custom",
    path: ["context", outside],
    message: `Is not an index of the logits: they end at ${logits.length - 1}`,
  });
});

type Input = z.output<typeof request>;

/** A stage's name, and when it runs where the request gives no order. */
function defaultPlace(name: StageName): string {
  return ALWAYS.has(name) ? name : `${name} where it is not ${STAGES[name].off}`;
}

/** The order as it was given; else every stage that is always listed or whose value is not the one that is off. */
function orderOf({ stages, ...settings }: Pick<Input, StageName | "stages">): readonly StageName[] {
  return stages ?? STAGE_NAMES.filter((name) => ALWAYS.has(name) || settings[name] !== STAGES[name].off);
}

const response = z.object({
  stages: z.array(z.object({
    name: z.enum(STAGE_NAMES),
    kept: z.array(index).describe("Indices that can still be drawn, ascending"),
    mass: probability.describe("Share of the distribution entering the stage that the kept tokens hold"),
    probabilities: z.array(probability).describe("The distribution after the stage"),
    entropy_nats: z.number().min(0),
    effective_choices: z.number().min(1),
  })),
  draws: z.array(index),
  counts: z.array(z.int().min(0)),
});

/** `POST /api/v1/sample`. */
export const sampleEndpoint = endpoint({
  name: "sample",
  summary: "Sampler stages and draws",
  description: "Runs the sampler's stages in their order and draws as NumPy does: " +
    "default_rng(seed).choice(n, size=draws, p=probabilities of the last stage). Ties go to the lower index.",
  page: "/softmax",
  request,
  response,
  example: { logits: [2.4, 1.7, 0.2], temperature: 1.4, seed: 4, draws: 8 },
  cost({ logits, draws, ...settings }) {
    const milliseconds = draws * 0.0005 + logits.length * (1 + orderOf(settings).length) * 0.0005;
    return { milliseconds, pointer: "/draws", advice: "draws" };
  },
  calculate({ logits, context, seed, draws, ...settings }) {
    const sampler = { ...DEFAULT_SAMPLER, ...settings, stages: orderOf(settings) };
    const report = sampleReport({ logits, sampler, context, seed, draws });
    return {
      stages: report.stages.map(stageAnswer),
      draws: Array.from(report.draws),
      counts: Array.from(report.counts),
    };
  },
});

function stageAnswer({ name, kept, mass, probabilities, entropyNats }: ShapedStage) {
  return {
    name,
    kept: Array.from(kept),
    mass,
    probabilities: Array.from(probabilities),
    entropy_nats: entropyNats,
    effective_choices: effectiveChoices(entropyNats),
  };
}
