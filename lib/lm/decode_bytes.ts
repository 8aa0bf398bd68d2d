/**
 * From tokens back to text. A token is bytes, and can be half a character: these functions join what belongs
 * together and never show half of it as something else.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/language_model.ts";
import type { Vocabulary } from "@/lib/lm/vocabulary.ts";

/** Joins byte strings. */
export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** The text of tokens, marks by their names; bytes that are no UTF-8 become U+FFFD. */
export function joinTokens(vocabulary: Vocabulary, ids: readonly TokenId[]): string {
  return decodeText(joinBytes(ids.map((id) => vocabulary.bytes(id))));
}

/** UTF-8 as text; bytes that are none become U+FFFD, and U+FEFF at the front is a character like any other. */
export function decodeText(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes as Uint8Array<ArrayBuffer>);
}

/** UTF-8 as text, or null where it is not whole characters. */
export function decodeWhole(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { ignoreBOM: true, fatal: true }).decode(
      bytes as Uint8Array<ArrayBuffer>,
    );
  } catch {
    return null;
  }
}
