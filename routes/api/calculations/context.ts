import { z } from "zod";
import { MAX_WINDOW } from "@/lib/experiment/fields/calculation_limits.ts";
import { CONTEXT_FIELDS } from "@/lib/experiment/fields/context_fields.ts";
import { contextWindow } from "@/lib/lm/generation/context_window.ts";
import { endpoint } from "@/routes/api/endpoint.ts";
import { choiceSchema, numberSchema } from "@/routes/api/calculations/schema_of.ts";

const position = z.int().min(0).max(2 * MAX_WINDOW);
const ranges = z.array(z.array(position).length(2));

/** `POST /api/v1/context`. */
export const contextEndpoint = endpoint({
  name: "context",
  summary: "A context window and its policy",
  description:
    "What a full context window keeps and drops to make room for one more token. Ranges of positions are " +
    "0-based and half-open. reject drops nothing: generation stops. summarize needs a model: what it drops is what a " +
    "summary has to replace.",
  page: "/context",
  request: z.strictObject({
    limit: numberSchema(CONTEXT_FIELDS.limit).describe("Tokens that the window holds"),
    prompt_tokens: numberSchema(CONTEXT_FIELDS.prompt_tokens),
    generated_tokens: numberSchema(CONTEXT_FIELDS.generated_tokens),
    policy: choiceSchema(CONTEXT_FIELDS.policy),
    keep: numberSchema(CONTEXT_FIELDS.keep).optional()
      .describe(
        "Tokens at the start that keep_prefix keeps (default a quarter), and the sinks of slide_with_sinks (4)",
      ),
  }),
  response: z.object({
    used: z.int().min(0),
    free: z.int().min(0),
    full: z.boolean().describe("Whether the next token needs the policy"),
    kept: ranges,
    dropped: ranges,
    explanation: z.string(),
  }),
  example: { limit: 8000, prompt_tokens: 7600, generated_tokens: 400, policy: "truncate_start" },
  calculate({ limit, prompt_tokens, generated_tokens, policy, keep }) {
    const window = { limit, promptTokens: prompt_tokens, generatedTokens: generated_tokens, policy, keep };
    const { used, free, full, kept, dropped, explanation } = contextWindow(window);
    return {
      used,
      free,
      full,
      explanation,
      kept: kept.map(([start, end]) => [start, end] as [number, number]),
      dropped: dropped.map(([start, end]) => [start, end] as [number, number]),
    };
  },
});
