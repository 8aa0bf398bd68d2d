/**
 * SHA-256 (FIPS 180-4) of what was downloaded: of bytes that are there, and of bytes while they arrive.
 *
 * @module
 */
import { sha256 as startSha256 } from "@noble/hashes/sha2.js";
import type { PartSink } from "@/lib/models/download/growing_bytes.ts";

/** WebCrypto's part that is used; null where the page lacks it, as on plain http. */
export type Subtle = Pick<SubtleCrypto, "digest"> | null;

/** WebCrypto copies its input, so larger files are hashed in place. */
const COPY_LIMIT_BYTES = 256 * 1024 * 1024;

/**
 * Whether WebCrypto hashes a file of this length (null: not known yet) once it is there, which is faster than
 * hashing it while it arrives (docs/decisions/0032).
 */
export function isForWebCrypto(bytes: number | null, subtle: Subtle): subtle is NonNullable<Subtle> {
  return subtle !== null && bytes !== null && bytes <= COPY_LIMIT_BYTES;
}

/** SHA-256 of `bytes`, in lower-case hex. */
export async function sha256(
  bytes: Uint8Array<ArrayBuffer>,
  subtle: Subtle = globalThis.crypto?.subtle ?? null,
): Promise<string> {
  if (isForWebCrypto(bytes.length, subtle)) {
    return toHex(new Uint8Array(await subtle.digest("SHA-256", bytes)));
  }
  return toHex(startSha256(bytes));
}

/** SHA-256 of a file that arrives in parts. */
export class ArrivingSha256 implements PartSink {
  #hash = startSha256.create();

  /** Adds the next part. */
  push(part: Uint8Array): void {
    this.#hash.update(part);
  }

  /** Forgets all parts: the file starts over. */
  clear(): void {
    this.#hash = startSha256.create();
  }

  /** SHA-256 of all parts, in lower-case hex. Nothing can be added afterwards. */
  digest(): string {
    return toHex(this.#hash.digest());
  }
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
