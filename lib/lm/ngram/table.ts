/** The n-grams of one length with their counts: what {@linkcode NgramTable} and {@linkcode UnigramTable} share. */
export interface NgramLevel {
  /** Number of entries: every entry below it is a distinct n-gram. */
  readonly size: number;
  /** For each entry the entry of its first n - 1 tokens, one level down (0 for unigrams). */
  readonly prefix: Uint32Array;
  /** For each entry its last token. */
  readonly word: Uint32Array;
  /** How often each n-gram occurs. */
  readonly count: Uint32Array;
  /** How many distinct tokens occur before each n-gram; 0 throughout at the longest length. */
  readonly left: Uint32Array;
  /** The entry of a prefix followed by a token, or -1. */
  find(prefix: number, word: number): number;
}

const FIRST_CAPACITY = 1024;

/**
 * A hash table from (entry of the prefix, token) to a count, in flat arrays with linear probing. An n-gram
 * takes 16 bytes and two to four slots of 4 bytes, whatever its length, since its prefix is a number.
 */
export class NgramTable implements NgramLevel {
  #slots = new Uint32Array(2 * FIRST_CAPACITY);
  #size = 0;
  prefix: Uint32Array = new Uint32Array(FIRST_CAPACITY);
  word: Uint32Array = new Uint32Array(FIRST_CAPACITY);
  count: Uint32Array = new Uint32Array(FIRST_CAPACITY);
  left: Uint32Array = new Uint32Array(FIRST_CAPACITY);

  get size(): number {
    return this.#size;
  }

  find(prefix: number, word: number): number {
    return this.#slots[this.#slot(prefix, word)]! - 1;
  }

  /** Counts an n-gram once more and gives its entry; a new one has `count` 1. */
  add(prefix: number, word: number): number {
    let slot = this.#slot(prefix, word);
    const known = this.#slots[slot]!;
    if (known !== 0) {
      this.count[known - 1]!++;
      return known - 1;
    }
    if (this.#size === this.word.length) {
      this.#grow();
      slot = this.#slot(prefix, word);
    }
    const entry = this.#size++;
    this.#slots[slot] = entry + 1;
    this.prefix[entry] = prefix;
    this.word[entry] = word;
    this.count[entry] = 1;
    return entry;
  }

  /** The slot that holds the pair, or the empty one where it belongs. */
  #slot(prefix: number, word: number): number {
    const slots = this.#slots;
    const mask = slots.length - 1;
    let hash = Math.imul(prefix, 0x9e3779b1) ^ Math.imul(word, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    let slot = (hash ^ (hash >>> 13)) & mask;
    for (;;) {
      const entry = slots[slot]!;
      if (entry === 0) return slot;
      if (this.prefix[entry - 1] === prefix && this.word[entry - 1] === word) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    const capacity = 2 * this.word.length;
    this.prefix = resized(this.prefix, capacity);
    this.word = resized(this.word, capacity);
    this.count = resized(this.count, capacity);
    this.left = resized(this.left, capacity);
    this.#slots = new Uint32Array(2 * capacity);
    for (let entry = 0; entry < this.#size; entry++) {
      this.#slots[this.#slot(this.prefix[entry]!, this.word[entry]!)] = entry + 1;
    }
  }
}

function resized(values: Uint32Array, capacity: number): Uint32Array {
  const larger = new Uint32Array(capacity);
  larger.set(values);
  return larger;
}

/** Counts of single tokens: the entry is the token's id. */
export class UnigramTable implements NgramLevel {
  readonly prefix: Uint32Array;
  readonly word: Uint32Array;
  readonly count: Uint32Array;
  readonly left: Uint32Array;

  constructor(readonly size: number) {
    this.prefix = new Uint32Array(size);
    this.word = Uint32Array.from({ length: size }, (_, id) => id);
    this.count = new Uint32Array(size);
    this.left = new Uint32Array(size);
  }

  find(_prefix: number, word: number): number {
    return word < this.size ? word : -1;
  }
}
