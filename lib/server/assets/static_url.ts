/**
 * Addresses of the files in `static/`.
 *
 * @module
 */
import { contentHash } from "@/lib/server/assets/content_hash.ts";
import { ROOT } from "@/lib/server/root.ts";

/**
 * Address of a file in `static/` that may be cached for ever, since it changes with the content; the plain
 * address where the file does not exist.
 *
 * @param path Path inside `static/`, such as `styles.css`.
 */
export function staticUrl(path: string): string {
  try {
    return `/static/${path}?v=${contentHash(`${ROOT}/static/${path}`).slice(0, VERSION_LENGTH)}`;
  } catch {
    return `/static/${path}`;
  }
}

/** Digits of the content hash that an address carries. */
export const VERSION_LENGTH = 12;
