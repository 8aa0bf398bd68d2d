import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import { likelyTokens, readingCost } from "@/lib/server/models/reading_cost.ts";
import { computesElsewhere } from "@/lib/server/models/shipped_models.ts";
import type { Cost } from "@/lib/server/threads/cost.ts";
import { type CompletionRequest, promptsOf } from "@/routes/api/completions/completion_request.ts";
import { mostScored } from "@/routes/api/models/asked_model.ts";

/** What completing takes here: a pass over the prompts, and one for each token behind them. */
export function completionCost(name: EmbeddedName, request: CompletionRequest): Cost {
  const prompts = promptsOf(request);
  const most = mostScored(name);
  const read = prompts.reduce<number>(
    (sum, prompt) => sum + (typeof prompt === "string" ? likelyTokens(prompt) : prompt.length),
    0,
  );
  // What a model's own thread computes comes token by token, with time for others between.
  const written = computesElsewhere(name) ? 0 : request.max_tokens * prompts.length;
  const milliseconds = readingCost(name, Math.min(most, read)) + readingCost(name, Math.min(most, written));
  return { milliseconds, pointer: "/prompt", advice: "the prompt or max_tokens" };
}
