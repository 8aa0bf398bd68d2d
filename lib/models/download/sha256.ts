/**
 * SHA-256 (FIPS 180-4) of what was downloaded.
 *
 * @module
 */

/** WebCrypto copies its input, so larger files are hashed in place. */
const COPY_LIMIT_BYTES = 256 * 1024 * 1024;

/**
 * SHA-256 of `bytes`, in lower-case hex. Uses WebCrypto where the page has it (it lacks it on plain
 * http) and where the copy that WebCrypto makes is small enough.
 */
export async function sha256(
  bytes: Uint8Array<ArrayBuffer>,
  subtle: Pick<SubtleCrypto, "digest"> | null = globalThis.crypto?.subtle ?? null,
): Promise<string> {
  const native = subtle !== null && bytes.length <= COPY_LIMIT_BYTES;
  return toHex(native ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : sha256InPlace(bytes));
}

/** SHA-256 of `bytes` without copying them, as 32 bytes. */
export function sha256InPlace(bytes: Uint8Array): Uint8Array {
  const state = Uint32Array.from(squareRoots);
  const words = new Uint32Array(64);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const whole = bytes.length - bytes.length % 64;
  for (let offset = 0; offset < whole; offset += 64) compress(state, words, view, offset);
  const tail = new DataView(paddedTail(bytes, whole).buffer);
  for (let offset = 0; offset < tail.byteLength; offset += 64) compress(state, words, tail, offset);
  const digest = new DataView(new ArrayBuffer(32));
  state.forEach((word, index) => digest.setUint32(4 * index, word));
  return new Uint8Array(digest.buffer);
}

/** The last block or two: the rest of the message, a one bit, zeros, and the length in bits. */
function paddedTail(bytes: Uint8Array, from: number): Uint8Array<ArrayBuffer> {
  const rest = bytes.subarray(from);
  const tail = new Uint8Array(rest.length < 56 ? 64 : 128);
  tail.set(rest);
  tail[rest.length] = 0x80;
  new DataView(tail.buffer).setBigUint64(tail.length - 8, BigInt(bytes.length) * 8n);
  return tail;
}

function compress(state: Uint32Array, words: Uint32Array, view: DataView, offset: number): void {
  schedule(words, view, offset);
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let i = 0; i < 64; i++) {
    const sum1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + sum1 + ((e & f) ^ (~e & g)) + cubeRoots[i]! + words[i]!) | 0;
    const sum0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (sum0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g, g = f, f = e, e = (d + first) | 0, d = c, c = b, b = a, a = (first + second) | 0;
  }
  const next = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i++) state[i] = state[i]! + next[i]!;
}

function schedule(words: Uint32Array, view: DataView, offset: number): void {
  for (let i = 0; i < 16; i++) words[i] = view.getUint32(offset + 4 * i);
  for (let i = 16; i < 64; i++) {
    const early = words[i - 15]!, late = words[i - 2]!;
    const sigma0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const sigma1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    words[i] = words[i - 16]! + sigma0 + words[i - 7]! + sigma1;
  }
}

function rotate(word: number, count: number): number {
  return (word >>> count) | (word << (32 - count));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** First 32 bits of the fractional parts of the roots of the first primes, by integer search: floats are too short. */
function fractionalRoots(count: number, power: 2 | 3): Uint32Array {
  return Uint32Array.from(firstPrimes(count), (prime) => Number(integerRoot(prime, power) & 0xffffffffn));
}

/** The integer part of the root of `value · 2^(32·power)`. */
function integerRoot(value: number, power: 2 | 3): bigint {
  const target = BigInt(value) << BigInt(32 * power);
  let root = 0n;
  for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) {
    if ((root + bit) ** BigInt(power) <= target) root += bit;
  }
  return root;
}

function firstPrimes(count: number): number[] {
  const primes: number[] = [];
  for (let n = 2; primes.length < count; n++) {
    if (primes.every((prime) => n % prime !== 0)) primes.push(n);
  }
  return primes;
}

const squareRoots = fractionalRoots(8, 2);
const cubeRoots = fractionalRoots(64, 3);
