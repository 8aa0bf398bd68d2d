/**
 * The random numbers of PyTorch's CPU generator: the same fills and permutations after the same seed.
 *
 * @module
 */
import { MersenneTwister, type TwisterState } from "@/lib/training/network/mersenne_twister.ts";

/** Where a generator stands, with the normal number that it holds back. */
export interface TorchGeneratorState {
  readonly twister: TwisterState;
  readonly spare: number | null;
}

/** Normal fills of at least this many numbers take them in blocks. */
const BLOCK = 16;
const HALF = BLOCK / 2;
const { fround } = Math;
const TWO_PI = fround(2 * Math.PI);

/** `torch.manual_seed(seed)` and what is drawn after it, in float32. */
export class TorchGenerator {
  readonly #twister: MersenneTwister;
  #spare: number | null = null;

  /** @param seed A whole number from 0 up; only its lowest 32 bits count. */
  constructor(seed: number) {
    this.#twister = new MersenneTwister(seed);
  }

  /** `torch.empty(size).uniform_(low, high)`: 24 random bits a number. */
  uniform(size: number, low: number, high: number): Float32Array<ArrayBuffer> {
    const from = fround(low);
    const span = fround(fround(high) - from);
    const values = new Float32Array(size);
    // One rounding, as the fused multiply-add that PyTorch is compiled to.
    for (let i = 0; i < size; i++) values[i] = this.#uniform24() * span + from;
    return values;
  }

  /** `torch.empty(size).normal_()`: blocks of 16 from 16 numbers on, one by one below. */
  normal(size: number): Float32Array<ArrayBuffer> {
    if (size < BLOCK) return Float32Array.from({ length: size }, () => this.#nextNormal());
    const values = Float32Array.from({ length: size }, () => this.#uniform24());
    for (let start = 0; start + BLOCK <= size; start += BLOCK) {
      boxMuller(values.subarray(start, start + BLOCK));
    }
    if (size % BLOCK !== 0) this.#redrawEnd(values.subarray(size - BLOCK));
    return values;
  }

  /** `torch.randperm(size)`: Fisher-Yates with one 32-bit number a place. */
  permutation(size: number): Uint32Array<ArrayBuffer> {
    const order = Uint32Array.from({ length: size }, (_, index) => index);
    for (let i = 0; i < size - 1; i++) {
      const other = i + this.#twister.next() % (size - i);
      [order[i], order[other]] = [order[other]!, order[i]!];
    }
    return order;
  }

  /** A copy of where it stands. */
  save(): TorchGeneratorState {
    return { twister: this.#twister.save(), spare: this.#spare };
  }

  /** Goes back to where it stood. */
  restore({ twister, spare }: TorchGeneratorState): void {
    this.#twister.restore(twister);
    this.#spare = spare;
  }

  #uniform24(): number {
    return (this.#twister.next() & 0xffffff) / 2 ** 24;
  }

  #uniform53(): number {
    const high = this.#twister.next() & 0x1fffff;
    return (high * 2 ** 32 + this.#twister.next()) / 2 ** 53;
  }

  /** Box and Muller's pairs in double precision; the second of a pair waits for the next call, whichever it is. */
  #nextNormal(): number {
    if (this.#spare !== null) {
      const value = this.#spare;
      this.#spare = null;
      return value;
    }
    const angle = 2 * Math.PI * this.#uniform53();
    const radius = Math.sqrt(-2 * Math.log1p(-this.#uniform53()));
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** The last 16 numbers are drawn anew where blocks do not fill the tensor. */
  #redrawEnd(block: Float32Array): void {
    for (let i = 0; i < BLOCK; i++) block[i] = this.#uniform24();
    boxMuller(block);
  }
}

/** Sixteen uniform numbers to sixteen normal ones: the first eight give radii, the last eight angles. */
function boxMuller(block: Float32Array): void {
  for (let i = 0; i < HALF; i++) {
    const radius = fround(Math.sqrt(fround(-2 * fround(Math.log(fround(1 - block[i]!))))));
    const angle = fround(TWO_PI * block[i + HALF]!);
    block[i] = radius * fround(Math.cos(angle));
    block[i + HALF] = radius * fround(Math.sin(angle));
  }
}
