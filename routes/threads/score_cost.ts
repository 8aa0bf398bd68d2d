import { parseNumber } from "@/lib/experiment/fields/parse_number.ts";
import { likelyTokens, ownReadingCost, tokensOfPasses } from "@/lib/server/models/reading_cost.ts";
import type { Cost } from "@/lib/server/threads/cost.ts";
import { mostScored } from "@/routes/api/models/asked_model.ts";
import { modelOf } from "@/routes/threads/predictor_cost.ts";

/**
 * What a page takes that scores a text: all tokens go through the model, a short text's under several conventions; a
 * thread computes it itself.
 */
export function scoreCost(params: URLSearchParams): Cost {
  const text = params.get("text") ?? "";
  const name = modelOf(params);
  const tokens = Math.min(likelyTokens(text), mostScored(name));
  const asked = {
    convention: "hf",
    window: wholeOf(params, "window"),
    stride: wholeOf(params, "stride"),
  } as const;
  const passes = ownReadingCost(name, tokensOfPasses(tokens, asked)) * (tokens <= 64 ? 4 : 1);
  return { milliseconds: 30 + Math.min(text.length, 6000) * 0.1 + passes, advice: "the text" };
}

/** A positive number of the query; null where there is none. */
function wholeOf(params: URLSearchParams, name: string): number | null {
  const value = parseNumber(params.get(name) ?? "");
  return value !== null && value > 0 ? value : null;
}
