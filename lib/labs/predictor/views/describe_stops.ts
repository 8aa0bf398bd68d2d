import { escapePhrase } from "@/lib/experiment/fields/text_fields.ts";
import type { StopQuery } from "@/lib/labs/predictor/answer.ts";
import { numberText } from "@/lib/lm/number_text.ts";

/** What a generation stops at, in words: `the end token, 32 tokens, "\n"`. */
export function describeStops(query: StopQuery): string {
  const quoted = (phrase: string) => `“${escapePhrase(phrase)}”`;
  const stops = [
    query.stop_at_end ? "the end token" : null,
    query.max_tokens === 1 ? "1 token" : `${numberText(query.max_tokens)} tokens`,
    ...query.stop.map(quoted),
    ...query.blocked.map((phrase) => `blocked ${quoted(phrase)}`),
    query.context_policy === "reject" ? "a full context" : null,
  ];
  return stops.filter((stop) => stop !== null).join(", ");
}
