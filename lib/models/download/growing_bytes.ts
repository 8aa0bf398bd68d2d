/**
 * A byte buffer that a stream is written into: allocated once where the length is known, doubled where it
 * is not, so that reading stays linear in time.
 *
 * @module
 */

/** Smallest allocation where no length is known, in bytes. */
const FIRST_CAPACITY = 64 * 1024;

/** What is fed with the parts of a file, such as its hash. */
export interface PartSink {
  push(part: Uint8Array): void;
  /** Forgets all parts: the file starts over. */
  clear(): void;
}

/** Bytes received so far. */
export class GrowingBytes {
  #buffer: Uint8Array<ArrayBuffer>;
  #length = 0;
  readonly #hash: PartSink | null;

  /**
   * `expected` bytes are allocated at once; null where the length is not known.
   *
   * @param hash Is fed with what is received.
   */
  constructor(expected: number | null, hash: PartSink | null = null) {
    this.#buffer = new Uint8Array(expected ?? FIRST_CAPACITY);
    this.#hash = hash;
    hash?.clear();
  }

  /** Bytes received. */
  get length(): number {
    return this.#length;
  }

  /** Appends a chunk. */
  push(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length;
    if (needed > this.#buffer.length) this.#grow(Math.max(needed, 2 * this.#buffer.length));
    this.#buffer.set(chunk, this.#length);
    this.#length = needed;
    this.#hash?.push(chunk);
  }

  /** A copy of the bytes from a position on. */
  from(position: number): Uint8Array<ArrayBuffer> {
    return this.#buffer.slice(position, this.#length);
  }

  /** Forgets what was received and keeps the memory. */
  clear(): void {
    this.#length = 0;
    this.#hash?.clear();
  }

  /** The received bytes, alone in their buffer: copied only where their number was not known. */
  take(): Uint8Array<ArrayBuffer> {
    return this.#length === this.#buffer.length ? this.#buffer : this.#buffer.slice(0, this.#length);
  }

  #grow(capacity: number): void {
    const grown = new Uint8Array(capacity);
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
  }
}
