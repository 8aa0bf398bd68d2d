import { readConfigText } from "@/lib/experiment/fields/kv_cache_question.ts";
import { unreadIn } from "@/lib/labs/kv_cache/unread_in.ts";

/** What is said beside a pasted configuration: how it was read, or what is wrong with it. */
type ConfigReading = { readonly said: string } | { readonly problem: string };

/** Reads a pasted configuration for what stands beside it. */
export function configReading(text: string): ConfigReading {
  const result = readConfigText(text);
  if ("problem" in result) return result;
  const unread = unreadIn(result.model.notes);
  const said = unread.length === 0
    ? "config.json: every key that may decide the cache was used, or is known not to."
    : `config.json: not read, though it may change the figures: ${unread.join(", ")}.`;
  return { said };
}
