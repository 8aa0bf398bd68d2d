/**
 * NumPy's default random numbers, bit for bit: `numpy.random.default_rng(seed).random()`.
 *
 * PCG64 is a 128-bit linear congruential generator with the XSL-RR output function (O'Neill 2014); NumPy
 * seeds it through a SeedSequence. Both are exact integer arithmetic, so a seed means the same here and there.
 *
 * @module
 */
import { seedSequence } from "@/lib/lm/sampler/seed_sequence.ts";

const MULTIPLIER = 0x2360ed051fc65da44385df649fccf645n;
const MASK_64 = (1n << 64n) - 1n;
const MASK_128 = (1n << 128n) - 1n;

/** A stream of uniform random numbers, the one of NumPy's `default_rng`. */
export class Pcg64 {
  #state: bigint;
  readonly #increment: bigint;

  /**
   * @param state The generator's 128-bit state, before its first step.
   * @param increment Its 128-bit increment, odd.
   */
  constructor(state: bigint, increment: bigint) {
    this.#state = state & MASK_128;
    this.#increment = increment & MASK_128;
  }

  /** The state, as NumPy's `bit_generator.state["state"]` names its parts. */
  get state(): { readonly state: bigint; readonly inc: bigint } {
    return { state: this.#state, inc: this.#increment };
  }

  /** The next 64 random bits. */
  nextBits(): bigint {
    this.#state = (this.#state * MULTIPLIER + this.#increment) & MASK_128;
    const folded = (this.#state >> 64n) ^ (this.#state & MASK_64);
    const rotation = this.#state >> 122n;
    return ((folded >> rotation) | (folded << (64n - rotation))) & MASK_64;
  }

  /** The next number of [0, 1): the upper 53 bits, over 2^53. */
  random(): number {
    return Number(this.nextBits() >> 11n) / 2 ** 53;
  }

  /**
   * Skips `draws` numbers in O(log draws) steps (Brown 1994): n steps of an LCG are one step of another,
   * found by repeated squaring.
   *
   * @returns The generator itself.
   * @throws {RangeError} If `draws` is negative or no whole number.
   */
  advance(draws: number | bigint): this {
    let remaining = wholeNumber("draws", draws);
    let [multiplier, increment] = [MULTIPLIER, this.#increment];
    while (remaining > 0n) {
      if (remaining & 1n) this.#state = (this.#state * multiplier + increment) & MASK_128;
      increment = (increment * (multiplier + 1n)) & MASK_128;
      multiplier = (multiplier * multiplier) & MASK_128;
      remaining >>= 1n;
    }
    return this;
  }
}

/**
 * NumPy's `default_rng(seed)`.
 *
 * @param seed A whole number from 0 up; above 2^53 - 1 as a bigint, of any size.
 * @throws {RangeError} If the seed is negative, or no whole number that a double can hold exactly.
 */
export function defaultRng(seed: number | bigint): Pcg64 {
  const [stateHigh, stateLow, streamHigh, streamLow] = seedSequence(wholeNumber("seed", seed));
  const increment = (((streamHigh << 64n) | streamLow) << 1n | 1n) & MASK_128;
  // Two steps from state 0 with the seed added between them: PCG's own way to spread a seed.
  const state = (increment + ((stateHigh << 64n) | stateLow)) & MASK_128;
  return new Pcg64(state * MULTIPLIER + increment, increment);
}

/**
 * Draw number `index`, from 0, of `default_rng(seed)`: what NumPy's `rng.random(n)[index]` holds.
 *
 * @throws {RangeError} If the seed or the index is negative or no whole number.
 */
export function drawAt(seed: number | bigint, index: number): number {
  return defaultRng(seed).advance(index).random();
}

function wholeNumber(name: string, value: number | bigint): bigint {
  if (typeof value === "bigint" ? value >= 0n : Number.isSafeInteger(value) && value >= 0) {
    return BigInt(value);
  }
  throw new RangeError(
    `Cannot use ${name} ${value}: use a whole number from 0 to 2^53 - 1, or a bigint from 0 up`,
  );
}
