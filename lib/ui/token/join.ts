import { tokenPieces, type TokenView } from "@/lib/ui/token/pieces.ts";

/** Neighboring tokens, and the characters that none of them holds alone. */
interface TokenGroup<T extends TokenView = TokenView> {
  readonly tokens: readonly T[];
  /** The text the group's bytes make together; null for a token that is whole by itself, or bytes that are still incomplete. */
  readonly text: string | null;
}

const LONGEST_GROUP = 8;

function isBroken(token: TokenView): boolean {
  return tokenPieces(token).some((piece) => piece.kind === "byte");
}

function decodeTogether(tokens: readonly TokenView[]): string | null {
  const bytes = tokens.flatMap((token) => Array.from(token.bytes));
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}

/** How many tokens from `start` make whole characters together, and those characters; 1 and null where none do. */
function groupAt<T extends TokenView>(tokens: readonly T[], start: number): TokenGroup<T> {
  const first = tokens[start]!;
  if (!isBroken(first)) return { tokens: [first], text: null };
  for (let end = start + 2; end <= Math.min(tokens.length, start + LONGEST_GROUP); end++) {
    if (!isBroken(tokens[end - 1]!)) break;
    const group = tokens.slice(start, end);
    const text = decodeTogether(group);
    if (text !== null) return { tokens: group, text };
  }
  return { tokens: [first], text: null };
}

/**
 * Groups tokens that hold parts of one character, such as the bytes of an emoji, with the text they make together.
 * A token that is whole stands alone.
 */
export function joinTokens<T extends TokenView>(tokens: readonly T[]): TokenGroup<T>[] {
  const groups: TokenGroup<T>[] = [];
  for (let at = 0; at < tokens.length;) {
    const group = groupAt(tokens, at);
    groups.push(group);
    at += group.tokens.length;
  }
  return groups;
}
