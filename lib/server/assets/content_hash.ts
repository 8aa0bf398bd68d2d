/**
 * Files by their content.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";

const known = new Map<string, { readonly key: string; readonly hash: string }>();

/**
 * SHA-256 of a file's content, in hex. Read once for each size and modification time that the file has.
 *
 * @throws {Error} If the file cannot be read.
 */
export function contentHash(path: string): string {
  const { size, mtimeMs } = statSync(path);
  const key = `${size} ${mtimeMs}`;
  const found = known.get(path);
  if (found?.key === key) return found.hash;
  const hash = createHash("sha256").update(readFileSync(path)).digest("hex");
  known.set(path, { key, hash });
  return hash;
}
