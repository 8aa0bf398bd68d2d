import { joinTokens } from "@/lib/ui/token/join.ts";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

/** A piece of a text and the tokens that it is: several where none of them holds a whole character. */
interface TextPiece<T extends TokenView = TokenView> {
  readonly text: string;
  readonly tokens: readonly T[];
}

/** A text cut where its tokens are. */
interface AlignedText<T extends TokenView = TokenView> {
  /** Text in front of the pieces whose tokens are not drawn one by one. */
  readonly before: string;
  readonly pieces: readonly TextPiece<T>[];
  /** Text that no token covers yet: what was just typed, or what a tokenizer changed. */
  readonly rest: string;
  /** Tokens whose bytes are not those of the text. */
  readonly unaligned: readonly T[];
}

const ENCODER = new TextEncoder();
const DECODER = new TextDecoder("utf-8", { ignoreBOM: true });

/** Whether a token's bytes are those of the text at a place. */
function matches(bytes: Uint8Array, start: number, token: TokenView): boolean {
  if (start + token.bytes.length > bytes.length) return false;
  for (let i = 0; i < token.bytes.length; i++) {
    if (bytes[start + i] !== token.bytes[i]) return false;
  }
  return true;
}

/**
 * Cuts a text where its tokens are, as far as their bytes agree: while a new text waits for its tokens, those of the
 * old one hold up to the first change.
 *
 * @param most How many of the last pieces are cut out; those before are one text.
 */
export function alignTokens<T extends TokenView>(
  text: string,
  tokens: readonly T[],
  most = 600,
): AlignedText<T> {
  const bytes = ENCODER.encode(text);
  const groups = joinTokens(tokens);
  const ends: number[] = [];
  let at = 0;
  for (const { tokens: group } of groups) {
    const start = at;
    if (!group.every((token) => matches(bytes, at, token) && (at += token.bytes.length, true))) {
      at = start;
      break;
    }
    ends.push(at);
  }
  while (ends.length > 0 && !isBoundary(bytes, ends.at(-1)!)) ends.pop();
  const end = ends.at(-1) ?? 0;
  const first = Math.max(0, ends.length - most);
  const slice = (from: number, to: number) => DECODER.decode(bytes.subarray(from, to));
  const pieces = ends.slice(first).map((to, i) => ({
    text: slice(ends[first + i - 1] ?? 0, to),
    tokens: groups[first + i]!.tokens,
  }));
  return {
    before: slice(0, ends[first - 1] ?? 0),
    pieces,
    rest: slice(end, bytes.length),
    unaligned: groups.slice(ends.length).flatMap((group) => group.tokens),
  };
}

/** Whether a character begins at a place, or the text ends there. */
function isBoundary(bytes: Uint8Array, at: number): boolean {
  return at === bytes.length || (bytes[at]! & 0xc0) !== 0x80;
}
