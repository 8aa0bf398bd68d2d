/** A prompt that is read at once, and tokens that are decoded after it. */
interface DecodeSteps {
  /** Tokens that pass through the layers at each step: with the cache, and where all is read again. */
  readonly steps: readonly { readonly reused: number; readonly recomputed: number }[];
  readonly reusedTotal: number;
  readonly recomputedTotal: number;
}

/** The work of prefill (the first step) and of each decoded token after it. */
export function decodeSteps(prompt: number, decoded: number): DecodeSteps {
  const steps = Array.from({ length: decoded + 1 }, (_, step) => ({
    reused: step === 0 ? prompt : 1,
    recomputed: prompt + step,
  }));
  return {
    steps,
    reusedTotal: steps.reduce((sum, { reused }) => sum + reused, 0),
    recomputedTotal: steps.reduce((sum, { recomputed }) => sum + recomputed, 0),
  };
}
