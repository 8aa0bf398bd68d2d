/**
 * From tokens back to text. A token is bytes, and can be half a character: these functions join what belongs
 * together and never show half of it as something else.
 *
 * @module
 */
import type { TokenId } from "@/lib/lm/language_model.ts";
import type { Vocabulary } from "@/lib/lm/vocabulary.ts";

/** A token as a chip shows it. */
export interface TokenPiece {
  readonly id: TokenId;
  readonly bytes: Uint8Array;
  /** Whether the token is a mark (begin, end, role) rather than a piece of text. */
  readonly special: boolean;
  /** The token's text; null where its bytes are not whole characters by themselves. */
  readonly text: string | null;
  /** Tokens with the same number complete a character together; numbered from 0 in reading order. */
  readonly group: number;
  /** Text of the group; null while its bytes are not, or not yet, whole characters. */
  readonly groupText: string | null;
}

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

/**
 * Splits tokens into pieces for display. Appending tokens changes no piece but those of the last group, so a
 * stream can be shown as it arrives.
 */
export function tokenPieces(vocabulary: Vocabulary, ids: readonly TokenId[]): TokenPiece[] {
  return groupTokens(vocabulary, ids).flatMap((members, group) => {
    const groupText = decodeWhole(joinBytes(members.map((id) => vocabulary.bytes(id))));
    return members.map((id) => ({
      id,
      bytes: vocabulary.bytes(id),
      special: vocabulary.isSpecial(id),
      text: members.length === 1 ? groupText : null,
      group,
      groupText,
    }));
  });
}

/** Tokens that share a character, together. */
function groupTokens(vocabulary: Vocabulary, ids: readonly TokenId[]): TokenId[][] {
  const groups: TokenId[][] = [];
  let pending = NOTHING;
  for (const id of ids) {
    const bytes = vocabulary.bytes(id);
    const special = vocabulary.isSpecial(id);
    const continues = bytes.length > 0 && !special && continuesCharacter(pending, bytes[0]!);
    if (continues) groups.at(-1)!.push(id);
    else groups.push([id]);
    if (special) pending = NOTHING;
    // A token without bytes stands between two halves and belongs to neither: the character is broken.
    else pending = bytes.reduce(readByte, continues ? pending : NOTHING);
  }
  return groups;
}

/** A character whose first bytes were read: how many are missing, and what the next may be. */
interface PendingCharacter {
  readonly missing: number;
  readonly low: number;
  readonly high: number;
}

const NOTHING: PendingCharacter = { missing: 0, low: 0x80, high: 0xbf };

function continuesCharacter(pending: PendingCharacter, byte: number): boolean {
  return pending.missing > 0 && byte >= pending.low && byte <= pending.high;
}

function readByte(pending: PendingCharacter, byte: number): PendingCharacter {
  if (continuesCharacter(pending, byte)) return { missing: pending.missing - 1, low: 0x80, high: 0xbf };
  return characterStart(byte);
}

/** The first bytes of UTF-8 and the second bytes they allow (RFC 3629, section 4). */
function characterStart(byte: number): PendingCharacter {
  if (byte < 0xc2 || byte > 0xf4) return NOTHING;
  const missing = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
  const low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
  const high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
  return { missing, low, high };
}
