/**
 * What a layer does with the tokens before it, and the names that configurations have for that.
 *
 * @module
 */

/** A memory that does not grow with the text. */
export type StateName = "linear" | "mamba" | "convolution" | "recurrent";

/** What a layer does with the tokens before; attention and a state may stand side by side. */
export interface PlannedLayer {
  readonly attention: "full" | "sliding" | null;
  readonly state: StateName | null;
  /** Tokens that this layer looks back at, where it has a window of its own; null for the model's. */
  readonly window: number | null;
}

/** A layer that keeps nothing. */
const EMPTY_LAYER: PlannedLayer = { attention: null, state: null, window: null };

/** A layer that attends to everything. */
export const FULL_LAYER: PlannedLayer = { ...EMPTY_LAYER, attention: "full" };

const SLIDING: PlannedLayer = { ...EMPTY_LAYER, attention: "sliding" };
const LINEAR: PlannedLayer = { ...EMPTY_LAYER, state: "linear" };
const MAMBA: PlannedLayer = { ...EMPTY_LAYER, state: "mamba" };
const CONVOLUTION: PlannedLayer = { ...EMPTY_LAYER, state: "convolution" };
const RECURRENT: PlannedLayer = { ...EMPTY_LAYER, state: "recurrent" };

/** The names of layer kinds in configurations, and the short ones that the rules here use. */
const KINDS: ReadonlyMap<string, PlannedLayer> = new Map([
  ["full", FULL_LAYER],
  ["full_attention", FULL_LAYER],
  ["attention", FULL_LAYER],
  ["attn", FULL_LAYER],
  ["global", FULL_LAYER],
  ["global_attention", FULL_LAYER],
  ["deepseek_sparse_attention", FULL_LAYER],
  ["indexed_attention", FULL_LAYER],
  ["minimax_m3_sparse", FULL_LAYER],
  ["minicpm4", FULL_LAYER],
  ["sliding", SLIDING],
  ["sliding_attention", SLIDING],
  ["sliding_window_attention", SLIDING],
  ["sliding_window", SLIDING],
  ["chunked_attention", SLIDING],
  ["local", SLIDING],
  ["local_attention", SLIDING],
  ["swa", SLIDING],
  ["hybrid_sliding", SLIDING],
  ["linear", LINEAR],
  ["linear_attention", LINEAR],
  ["lightning", LINEAR],
  ["lightning-attn", LINEAR],
  ["lightning_attention", LINEAR],
  ["mamba", MAMBA],
  ["mamba2", MAMBA],
  ["hybrid", { ...FULL_LAYER, state: "mamba" }],
  ["hybrid_window", { ...SLIDING, state: "mamba" }],
  ["convolution", CONVOLUTION],
  ["conv", CONVOLUTION],
  ["short_conv", CONVOLUTION],
  ["recurrent", RECURRENT],
  ["none", EMPTY_LAYER],
  ["moe", EMPTY_LAYER],
  ["mlp", EMPTY_LAYER],
]);

/** A plan of every layer, or the name of a kind that is not known. */
export type LayerPlan = { readonly plan: readonly PlannedLayer[] } | { readonly unknown: string };

/** The layers that a list of names describes. */
export function planOf(kinds: readonly string[]): LayerPlan {
  const plan: PlannedLayer[] = [];
  for (const name of kinds) {
    const kind = KINDS.get(name);
    if (!kind) return { unknown: name };
    plan.push(kind);
  }
  return { plan };
}
