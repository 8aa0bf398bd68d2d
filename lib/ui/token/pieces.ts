/**
 * Tokens as people read them: bytes that are characters become text, spaces and newlines become visible,
 * and bytes that are only part of a character stay bytes.
 *
 * @module
 */
import { decodeText } from "@/lib/lm/decode_bytes.ts";
import type { TokenId } from "@/lib/lm/language_model.ts";

/** A token with what is needed to show it. */
export interface TokenView {
  readonly id: TokenId;
  /** The token's UTF-8 bytes; they may begin or end inside a character. */
  readonly bytes: ArrayLike<number>;
  /** Whether the token is a mark (begin, end, role) rather than a piece of text. */
  readonly special?: boolean;
}

/** What a piece of a token is. `code` is an invisible character written as its code point. */
type PieceKind = "text" | "space" | "newline" | "tab" | "code" | "byte" | "special" | "empty";

/** A run of a token that is shown in one way. */
export interface TokenPiece {
  readonly kind: PieceKind;
  /** The real characters for text, space, newline and tab; the notation (`⟨E2⟩`) otherwise. */
  readonly text: string;
}

const INVISIBLE = /^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Zs}\p{Co}\p{Cn}]$/u;
const KINDS: Readonly<Record<string, PieceKind>> = { " ": "space", "\n": "newline", "\t": "tab" };

function hex(value: number, width: number): string {
  return value.toString(16).toUpperCase().padStart(width, "0");
}

function leadLength(byte: number): number {
  if (byte < 0x80) return 1;
  if (byte >= 0xc2 && byte < 0xe0) return 2;
  if (byte >= 0xe0 && byte < 0xf0) return 3;
  return byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
}

/** The whole character that begins at `start`, or null where the bytes are none. */
function characterAt(bytes: Uint8Array, start: number): string | null {
  const length = leadLength(bytes[start]!);
  if (length === 0 || start + length > bytes.length) return null;
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(start, start + length),
    );
  } catch {
    return null;
  }
}

function characterPiece(character: string): TokenPiece {
  const kind = KINDS[character];
  if (kind) return { kind, text: character };
  if (!INVISIBLE.test(character)) return { kind: "text", text: character };
  return { kind: "code", text: `⟨U+${hex(character.codePointAt(0)!, 4)}⟩` };
}

function mergeText(pieces: readonly TokenPiece[]): TokenPiece[] {
  const merged: TokenPiece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    if (piece.kind === "text" && last?.kind === "text") {
      merged[merged.length - 1] = { kind: "text", text: last.text + piece.text };
    } else merged.push(piece);
  }
  return merged;
}

/** Splits a token into the runs it is shown as, in order. Total: any bytes have pieces. */
export function tokenPieces(token: TokenView): TokenPiece[] {
  const bytes = Uint8Array.from(token.bytes);
  if (bytes.length === 0) return [{ kind: "empty", text: "∅" }];
  if (token.special) return [{ kind: "special", text: decodeText(bytes) }];
  const pieces: TokenPiece[] = [];
  for (let at = 0; at < bytes.length;) {
    const character = characterAt(bytes, at);
    pieces.push(character ? characterPiece(character) : { kind: "byte", text: `⟨${hex(bytes[at]!, 2)}⟩` });
    at += character ? leadLength(bytes[at]!) : 1;
  }
  return mergeText(pieces);
}

const WORDS: Partial<Record<PieceKind, string>> = {
  space: "space",
  newline: "newline",
  tab: "tab",
  empty: "nothing",
};

/** A token in words, for labels that are read aloud: ` package` is `space package`, half a quote `byte ⟨E2⟩`. */
export function tokenName(token: TokenView): string {
  return tokenPieces(token).map(({ kind, text }) => WORDS[kind] ?? (kind === "byte" ? `byte ${text}` : text))
    .join(" ");
}
