/**
 * NumPy's SeedSequence: spreads a seed of any size over a pool of four 32-bit words, and draws words from it.
 *
 * The same hash as in numpy/random/bit_generator.pyx (after O'Neill's seed_seq_fe128).
 *
 * @module
 */
const POOL_SIZE = 4;
const INIT_A = 0x43b0d7e5;
const MULTIPLIER_A = 0x931e8875;
const INIT_B = 0x8b51f9dd;
const MULTIPLIER_B = 0x58f38ded;
const MIX_LEFT = 0xca01f9dd;
const MIX_RIGHT = 0x4973f715;

/** The seed's 32-bit words, lowest first; 0 has one. */
function wordsOf(seed: bigint): number[] {
  const words = [Number(seed & 0xffffffffn)];
  for (let rest = seed >> 32n; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn));
  return words;
}

/** A hash of 32-bit words whose constant moves on with every word. */
function createHash(constant: number, multiplier: number): (word: number) => number {
  return (word) => {
    let hashed = word ^ constant;
    constant = Math.imul(constant, multiplier);
    hashed = Math.imul(hashed, constant);
    return (hashed ^ (hashed >>> 16)) >>> 0;
  };
}

function mix(left: number, right: number): number {
  const mixed = Math.imul(left, MIX_LEFT) - Math.imul(right, MIX_RIGHT);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

function entropyPool(words: readonly number[]): number[] {
  const hash = createHash(INIT_A, MULTIPLIER_A);
  const pool = Array.from({ length: POOL_SIZE }, (_, slot) => hash(words[slot] ?? 0));
  for (let source = 0; source < POOL_SIZE; source++) {
    for (let target = 0; target < POOL_SIZE; target++) {
      if (source !== target) pool[target] = mix(pool[target]!, hash(pool[source]!));
    }
  }
  for (const word of words.slice(POOL_SIZE)) {
    for (let target = 0; target < POOL_SIZE; target++) pool[target] = mix(pool[target]!, hash(word));
  }
  return pool;
}

/**
 * The four 64-bit words that seed a PCG64: `SeedSequence(seed).generate_state(4, numpy.uint64)`.
 *
 * @param seed From 0 up, of any size.
 */
export function seedSequence(seed: bigint): [bigint, bigint, bigint, bigint] {
  const pool = entropyPool(wordsOf(seed));
  const hash = createHash(INIT_B, MULTIPLIER_B);
  const words = Array.from({ length: 8 }, (_, index) => BigInt(hash(pool[index % POOL_SIZE]!)));
  const pair = (index: number) => words[2 * index]! | (words[2 * index + 1]! << 32n);
  return [pair(0), pair(1), pair(2), pair(3)];
}
