/**
 * Random names, and what is kept of a secret.
 *
 * @module
 */
import { createHash, timingSafeEqual } from "node:crypto";

/** Random bytes; a cryptographic source in production. */
export type RandomBytes = (length: number) => Uint8Array;

/** The browser's and the server's own source. */
export function cryptoBytes(length: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(length));
}

/** A random name in letters that an address takes as they are: 4 for each 3 bytes. */
export function randomName(bytes: number, random: RandomBytes): string {
  return btoa(String.fromCharCode(...random(bytes))).replaceAll("+", "-").replaceAll("/", "_");
}

/** SHA-256 of a secret. */
export function hashSecret(secret: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(secret).digest());
}

/** Whether this is the secret of a hash; takes as long for any wrong one. */
export function isSecretOf(hash: Uint8Array, secret: string): boolean {
  return timingSafeEqual(hash, hashSecret(secret));
}
