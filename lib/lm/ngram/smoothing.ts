/** The smoothing methods, by the names of the API. */
export const SMOOTHING_METHODS = [
  "none",
  "add_k",
  "jelinek_mercer",
  "absolute_discounting",
  "witten_bell",
  "kneser_ney",
  "modified_kneser_ney",
  "stupid_backoff",
] as const;

/** One of {@linkcode SMOOTHING_METHODS}. */
export type SmoothingMethod = typeof SMOOTHING_METHODS[number];

/** A smoothing method with its parameters; those that the method has no use for are ignored. */
export interface Smoothing {
  readonly method: SmoothingMethod;
  /** add_k: what is added to every count, more than 0. Default 1 (Laplace). */
  readonly k?: number | undefined;
  /** jelinek_mercer: weight of each order against the one below, 0 to 1. Default 0.5. */
  readonly lambda?: number | undefined;
  /** kneser_ney and absolute_discounting: taken off every count, 0 to 1. Default 0.75. */
  readonly discount?: number | undefined;
  /** stupid_backoff: factor for each step down, 0 to 1. Default 0.4. */
  readonly alpha?: number | undefined;
  /** modified_kneser_ney: estimate the discounts as lmplz's releases do, with their last-n-gram slip. Default false. */
  readonly lmplz_last_ngram?: boolean | undefined;
}

/** The parameters of a smoothing method, defaults filled in. */
export type SmoothingParameters = {
  readonly [Name in "k" | "lambda" | "discount" | "alpha"]: number;
};

/** Default of every smoothing parameter. */
export const SMOOTHING_DEFAULTS: SmoothingParameters = { k: 1, lambda: 0.5, discount: 0.75, alpha: 0.4 };

/**
 * Fills in defaults and checks ranges.
 *
 * @throws {RangeError} If a parameter is outside its range.
 */
export function smoothingParameters(smoothing: Smoothing): SmoothingParameters {
  const { k, lambda, discount, alpha } = SMOOTHING_DEFAULTS;
  const parameters = {
    k: smoothing.k ?? k,
    lambda: smoothing.lambda ?? lambda,
    discount: smoothing.discount ?? discount,
    alpha: smoothing.alpha ?? alpha,
  };
  if (!(parameters.k > 0 && Number.isFinite(parameters.k))) {
    throw new RangeError(`Smoothing parameter "k" must be more than 0: received ${parameters.k}`);
  }
  for (const name of ["lambda", "discount", "alpha"] as const) {
    if (!(parameters[name] >= 0 && parameters[name] <= 1)) {
      throw new RangeError(`Smoothing parameter "${name}" must be from 0 to 1: received ${parameters[name]}`);
    }
  }
  return parameters;
}
