/**
 * MT19937 (Matsumoto and Nishimura 1998), the generator behind `torch.manual_seed`.
 *
 * @module
 */

const SIZE = 624;
const SHIFT = 397;
const UPPER = 0x80000000;
const LOWER = 0x7fffffff;
const TWIST = 0x9908b0df;

/** Where a generator stands: 624 words and the place of the next one. */
export interface TwisterState {
  readonly words: Uint32Array;
  readonly next: number;
}

/** A stream of 32-bit random numbers. */
export class MersenneTwister {
  #words: Uint32Array;
  #next = SIZE;

  /** @param seed A whole number from 0 up; as in PyTorch only its lowest 32 bits count. */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      throw new RangeError(`Cannot use seed ${seed}: use a whole number from 0 to 2^53 - 1`);
    }
    const words = new Uint32Array(SIZE);
    words[0] = seed % 2 ** 32;
    for (let i = 1; i < SIZE; i++) {
      const before = words[i - 1]!;
      words[i] = Math.imul(1812433253, before ^ (before >>> 30)) + i;
    }
    this.#words = words;
  }

  /** The next 32 random bits, as a number from 0 to 2^32 - 1. */
  next(): number {
    if (this.#next === SIZE) this.#twist();
    let word = this.#words[this.#next++]!;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** A copy of where it stands. */
  save(): TwisterState {
    return { words: this.#words.slice(), next: this.#next };
  }

  /** Goes back to where it stood. */
  restore({ words, next }: TwisterState): void {
    this.#words = words.slice();
    this.#next = next;
  }

  #twist(): void {
    const words = this.#words;
    for (let i = 0; i < SIZE; i++) {
      const mixed = (words[i]! & UPPER) | (words[(i + 1) % SIZE]! & LOWER);
      words[i] = words[(i + SHIFT) % SIZE]! ^ (mixed >>> 1) ^ (mixed & 1 ? TWIST : 0);
    }
    this.#next = 0;
  }
}
