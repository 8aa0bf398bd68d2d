/**
 * Reads what a hub's `config.json` says of rotary embeddings. Newer files have it all in `rope_parameters`, older
 * ones in `rope_theta` and `rope_scaling`, whose kind is called `rope_type` or `type`.
 *
 * @module
 */
import type { RopeScaling, TransformerConfig } from "@/lib/transformer/config.ts";
import { UnknownModelError } from "@/lib/transformer/unknown_model_error.ts";

type Fields = Readonly<Record<string, unknown>>;

const DEFAULT_BASE = 10_000;

/** Names of fields that each kind of scaling may have besides its kind and base. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  default: [],
  linear: ["factor"],
  llama3: ["factor", "low_freq_factor", "high_freq_factor", "original_max_position_embeddings"],
  yarn: [
    "factor",
    "original_max_position_embeddings",
    "attention_factor",
    "beta_fast",
    "beta_slow",
    "mscale",
    "mscale_all_dim",
    "truncate",
  ],
};

/**
 * Base and scaling.
 *
 * @param context The configuration's own, where it does not name the original one.
 * @throws {UnknownModelError} If the scaling is of another kind, or lacks what it needs.
 */
export function readRope(hub: Fields, context: number): Pick<TransformerConfig, "ropeBase" | "ropeScaling"> {
  const fields = (hub.rope_parameters ?? hub.rope_scaling ?? {}) as Fields;
  const base = fields.rope_theta ?? hub.rope_theta ?? DEFAULT_BASE;
  if (typeof base !== "number" || base <= 0) throw new UnknownModelError(`its rope_theta is ${base}`);
  const type = String(fields.rope_type ?? fields.type ?? "default");
  const known = [...FIELDS[type] ?? [], "rope_type", "type", "rope_theta", "partial_rotary_factor"];
  const unknown = Object.keys(fields).find((name) => !known.includes(name));
  if (!FIELDS[type] || unknown !== undefined || (fields.partial_rotary_factor ?? 1) !== 1) {
    throw new UnknownModelError(`its rotary embedding is ${JSON.stringify(fields)}`);
  }
  const scaling = readScaling(type, fields, context);
  return { ropeBase: base, ...(scaling && { ropeScaling: scaling }) };
}

function readScaling(type: string, fields: Fields, context: number): RopeScaling | null {
  const number = (name: string, otherwise?: number): number => {
    const value = fields[name] ?? otherwise;
    if (typeof value === "number" && Number.isFinite(value)) return value;
    throw new UnknownModelError(`its rotary embedding lacks "${name}"`);
  };
  switch (type) {
    case "linear":
      return { type, factor: number("factor") };
    case "llama3":
      return {
        type,
        factor: number("factor"),
        lowFrequencyFactor: number("low_freq_factor"),
        highFrequencyFactor: number("high_freq_factor"),
        originalContext: number("original_max_position_embeddings", context),
      };
    case "yarn":
      return {
        type,
        factor: number("factor"),
        originalContext: number("original_max_position_embeddings", context),
        betaFast: number("beta_fast", 32),
        betaSlow: number("beta_slow", 1),
        truncate: fields.truncate !== false,
        attentionFactor: attentionFactor(number),
      };
    default:
      return null;
  }
}

/** How much sharper attention gets: `0.1 · mscale · ln(factor) + 1`, or what the configuration says. */
function attentionFactor(number: (name: string, otherwise?: number) => number): number {
  const factor = number("factor");
  const sharpness = (mscale: number) => factor <= 1 ? 1 : 0.1 * mscale * Math.log(factor) + 1;
  const [mscale, all] = [number("mscale", 0), number("mscale_all_dim", 0)];
  return number("attention_factor", mscale && all ? sharpness(mscale) / sharpness(all) : sharpness(1));
}
