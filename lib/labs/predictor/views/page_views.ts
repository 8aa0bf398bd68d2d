/**
 * What the page shows, as plain data.
 *
 * @module
 */
import type { Problem } from "@/lib/labs/predictor/problem.ts";
import type { DistributionView } from "@/lib/labs/predictor/views/distribution_view.ts";
import type { TokenOrigin, TokenView } from "@/lib/labs/predictor/views/token_view.ts";
import type { StopReason } from "@/lib/lm/generation/generation.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";

/** A token of the prompt on the page. */
export interface PromptTokenView extends TokenView {
  readonly origin: TokenOrigin;
  /** Whether the context policy leaves it out. */
  readonly dropped: boolean;
}

/** A token of the generation on the page. */
export interface GeneratedView extends TokenView {
  readonly index: number;
  readonly logProbability: number;
  readonly shapedProbability: number;
  readonly rank: number;
  readonly given: boolean;
  readonly dropped: boolean;
}

/** A way that the text went before another was taken. */
export interface BranchView {
  readonly path: readonly TokenId[];
  /** The last tokens that it shares with the way that is shown. */
  readonly shared: readonly TokenView[];
  /** Its first own tokens. */
  readonly own: readonly TokenView[];
  /** How many more there are of them. */
  readonly more: number;
}

/** Observed counts of draws, for the rows of the table. */
export interface DrawsView {
  readonly counts: readonly number[];
  /** Draws that fell on tokens without a row. */
  readonly other: number;
}

/** What happened to columns of the cache in the latest passes, left to right. */
type CacheColumnState = "reused" | "prefill" | "appended" | "cropped";

/** The costs of the text as it stands. */
export interface Costs {
  /** The last pass over many tokens; null before the first. */
  readonly prefill:
    | { readonly tokens: number; readonly reused: number; readonly milliseconds: number }
    | null;
  /** The one-token passes since then. */
  readonly decode: { readonly tokens: number; readonly milliseconds: number } | null;
  /** The cache after the last pass; null for a model without one. */
  readonly cache: CacheCosts | null;
}

/** The cache, measured and by formula. */
export interface CacheCosts {
  readonly tokens: number;
  /** Measured from the tensors. */
  readonly bytes: number;
  readonly bytesPerToken: number;
  readonly formula: string;
  readonly columns: readonly { readonly state: CacheColumnState; readonly count: number }[];
}

/** What the page shows of an answer; JSON only. */
export interface PredictorPage {
  readonly tokens: readonly PromptTokenView[];
  readonly generated: readonly GeneratedView[];
  /** The ways that were left, the latest first. */
  readonly branches: readonly BranchView[];
  /** Null where the model said nothing. */
  readonly distribution: DistributionView | null;
  /** Why the generation stands where it stands: `visitor` where no condition holds, null before its first token. */
  readonly stop: StopReason | null;
  readonly canStep: boolean;
  /** `data-source`: what computed the result. */
  readonly sourceName: string;
  /** The same in words. */
  readonly sourceLabel: string;
  /** Tokens of context that a text may take; null where the model has no limit. */
  readonly contextLimit: number | null;
}

/** The page before there is any answer. */
export const EMPTY_PAGE: PredictorPage = {
  tokens: [],
  generated: [],
  branches: [],
  distribution: null,
  stop: null,
  canStep: false,
  sourceName: "",
  sourceLabel: "",
  contextLimit: null,
};

/** How often "Draw 1,000" draws. */
export const DRAWS = 1000;

/** The server's answer in JSON: what the tab shows until it has computed its own. */
export interface PredictorSnapshot extends PredictorPage {
  /** The token that a step would append; null where there is none. */
  readonly next: number | null;
  readonly problem: Problem | null;
  /** Whether it is the answer to the whole text; else, to its end, the tab computes its own at once. */
  readonly isWhole: boolean;
}
