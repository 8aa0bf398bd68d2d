import { type ConfigReader, innerPart, type Scope } from "@/lib/lm/kv_cache/config/reader.ts";

/** Names under which models with several parts keep the one that writes text. */
const TEXT_PARTS = [
  "text_config",
  "llm_config",
  "language_config",
  "thinker_config",
  "language_model_config",
  "lm_config",
  "decoder_config",
];

/** The deepest nesting that is followed. */
const DEEPEST = 3;

/**
 * The part of a configuration that describes the text model, with the outer fields where it has none of its own; these
 * are marked as being around it.
 */
export function textPart(config: ConfigReader): ConfigReader {
  let part = config;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const inner = innerMost(part);
    if (!inner) return part;
    part = inner;
  }
  return part;
}

/** A nested text part of the innermost object, not of what is around it. */
function innerMost(config: ConfigReader): ConfigReader | null {
  for (const name of TEXT_PARTS) {
    const part = innerPart({ scopes: config.scopes.slice(0, 1) }, name);
    if (part) return { scopes: [part.scopes[0]!, ...config.scopes.map(around)] };
  }
  return null;
}

/** The same scope, with the same memory, as one around another. */
function around(scope: Scope): Scope {
  return { ...scope, isAround: true };
}
