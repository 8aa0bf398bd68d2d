/**
 * The state of a predictor experiment: everything that changes a result, as the address holds it.
 *
 * @module
 */
import type { ContextPolicy } from "@/lib/lm/generation/context_policy.ts";
import type { PickMode } from "@/lib/lm/sampler/pick_mode.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";
import type { SamplerSettings } from "@/lib/lm/sampler/settings.ts";
import type { Device } from "@/lib/models/model_provider.ts";

/** The models that the site ships: they need no choice of a visitor, and no other host. */
export const EMBEDDED_MODELS = ["parcel-gpt", "parcel-gru", "parcel-bert", "counts"] as const;

/** One of {@linkcode EMBEDDED_MODELS}. */
export type EmbeddedName = typeof EMBEDDED_MODELS[number];

/** The model that answers where a link names none. */
export const DEFAULT_MODEL: EmbeddedName = "parcel-gpt";

/** The name under which the predictor opens the network that /train made last. */
export const TRAINED_MODEL = "trained";

/** The attention heads of {@linkcode DEFAULT_MODEL}, which can be switched off one by one. */
export const HEADS = { layers: 6, each: 4 } as const;

/** Whether a model's name is that of one that the site ships. */
export function isEmbedded(name: string): name is EmbeddedName {
  return (EMBEDDED_MODELS as readonly string[]).includes(name);
}

/** One experiment on the predictor's page. Field names are those of the address. */
export interface PredictorQuery extends SamplerSettings {
  /** The prompt: well-formed UTF-16, lines separated by `\n`. */
  readonly text: string;
  /** A catalog id or `OWNER/NAME`. */
  readonly model: string;
  /** A commit, tag or branch; empty for the model's own. */
  readonly revision: string;
  /** How weights are stored; `auto` for the best of this device. */
  readonly dtype: string;
  readonly device: Device;
  /** Whether the text is put into the model's own chat template. */
  readonly chat: boolean;
  readonly pick: PickMode;
  /** Seed of NumPy's `default_rng`. */
  readonly seed: number;
  /** The most tokens to generate, those of `path` included. */
  readonly max_tokens: number;
  /** Generation stops when its text holds one of these. */
  readonly stop: readonly string[];
  /** Whether generation stops at one of the model's end tokens. */
  readonly stop_at_end: boolean;
  /** Phrases that a policy interrupts at. */
  readonly blocked: readonly string[];
  /** Tokens of context; null for the model's own. */
  readonly context_limit: number | null;
  readonly context_policy: ContextPolicy;
  /** Tokens generated or chosen so far. */
  readonly path: readonly TokenId[];
  /** Further paths of the tree: ways that the text went before another was taken, the latest first. */
  readonly branches: readonly (readonly TokenId[])[];
  /** Rows of the table. */
  readonly top: number;
  /** A second model on the same text, as `model` names it; empty for none. */
  readonly beside: string;
  /** Attention heads of the site's own Transformer that are left out: `LAYER.HEAD`, from 1. */
  readonly heads_off: readonly string[];
}
