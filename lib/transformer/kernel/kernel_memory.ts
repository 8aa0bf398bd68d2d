/**
 * The kernel's memory: one shared WebAssembly memory that grows, so that views of it stay valid, and what is free
 * in it. Shared also where there is one thread, as onnxruntime's is.
 *
 * @module
 */

/** Room for arrays, by address. */
export interface KernelMemory {
  readonly memory: WebAssembly.Memory;
  /** Zeroed room, aligned to 64 bytes. @throws {RangeError} If the memory cannot be had. */
  allocate(bytes: number): number;
  /** Gives room back. */
  free(address: number): void;
  /** A view of this number of floats; stays valid. */
  floats(address: number, length: number): Float32Array<ArrayBuffer>;
  /** All of the memory as bytes, and as whole numbers; valid until it grows. */
  readonly bytes: Uint8Array;
  readonly words: Uint32Array;
  /** Whether an array is in this memory. */
  holds(array: Float32Array): boolean;
  /** Address of an array in this memory. @throws {TypeError} If it is elsewhere. */
  addressOf(array: Float32Array): number;
}

const PAGE = 65_536;
/** Below are the constants and the jobs. */
const FIRST_FREE = 4096;
const ALIGNMENT = 64;
const GROWTH_PAGES = 64;
/** Pages to reserve where more are refused: a phone may not have 4 GiB of addresses. */
const RESERVATIONS = [32_768, 16_384, 8192];

/**
 * @param mostBytes The most that it may grow to.
 * @param onGrow Called after the memory has grown.
 * @throws {RangeError} If no memory can be had.
 */
export function createKernelMemory(mostBytes: number, onGrow: () => void): KernelMemory {
  const memory = reserve(Math.ceil(mostBytes / PAGE));
  const ours = new WeakSet<ArrayBufferLike>();
  const sizes = new Map<number, number>();
  const free = new Map<number, number[]>();
  let end = FIRST_FREE;
  let bytes = new Uint8Array(memory.buffer);
  let words = new Uint32Array(memory.buffer);
  ours.add(memory.buffer);

  function grow(needed: number): void {
    memory.grow(Math.max(GROWTH_PAGES, Math.ceil((needed - bytes.length) / PAGE)));
    bytes = new Uint8Array(memory.buffer);
    words = new Uint32Array(memory.buffer);
    ours.add(memory.buffer);
    onGrow();
  }

  function holds({ buffer }: Float32Array): boolean {
    return buffer === bytes.buffer || ours.has(buffer);
  }

  return {
    memory,
    allocate(length) {
      const size = Math.ceil(length / ALIGNMENT) * ALIGNMENT;
      const reused = free.get(size)?.pop();
      const address = reused ?? end;
      if (reused !== undefined) bytes.fill(0, address, address + size);
      else {
        if (end + size > bytes.length) grow(end + size);
        end += size;
      }
      sizes.set(address, size);
      return address;
    },
    free(address) {
      const size = sizes.get(address);
      if (size === undefined) throw new TypeError(`Nothing was allocated at ${address}`);
      sizes.delete(address);
      free.set(size, [...free.get(size) ?? [], address]);
    },
    floats(address, length) {
      // Some V8 hand out another object for the same memory some time after it grew.
      const { buffer } = memory;
      ours.add(buffer);
      // Typed as if it were not shared: the arrays of a pass are plain to those who use them.
      return new Float32Array(buffer, address, length) as unknown as Float32Array<ArrayBuffer>;
    },
    get bytes() {
      return bytes;
    },
    get words() {
      return words;
    },
    holds,
    addressOf(array) {
      if (!holds(array)) {
        throw new TypeError("An array is not in the kernel's memory: make it with floats()");
      }
      return array.byteOffset;
    },
  };
}

function reserve(most: number): WebAssembly.Memory {
  for (const maximum of [most, ...RESERVATIONS.filter((pages) => pages < most)]) {
    try {
      return new WebAssembly.Memory({ initial: GROWTH_PAGES, maximum, shared: true });
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  }
  throw new RangeError("No memory for the kernel");
}
