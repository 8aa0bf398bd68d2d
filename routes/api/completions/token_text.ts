/**
 * Tokens as text that can be sent piece by piece: a token can be half a character.
 *
 * @module
 */
import { decodeWhole } from "@/lib/lm/decode_bytes.ts";

/** Decodes tokens one after another. */
export interface TokenText {
  /** Characters (code points) of what was decoded so far. */
  readonly length: number;
  /** The text that a token completes; empty while it is half a character. */
  add(bytes: Uint8Array): string;
  /** What is left; bytes that never became a character are U+FFFD. */
  end(): string;
}

/** Creates a decoder that has read nothing. */
export function createTokenText(): TokenText {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let length = 0;
  const count = (text: string) => {
    length += [...text].length;
    return text;
  };
  return {
    get length() {
      return length;
    },
    add: (bytes) => count(decoder.decode(bytes as Uint8Array<ArrayBuffer>, { stream: true })),
    end: () => count(decoder.decode()),
  };
}

/** A token's name as OpenAI writes it: its text, or `bytes:\xe2\x80` where that is no whole character. */
export function tokenName(bytes: Uint8Array): string {
  const text = decodeWhole(bytes);
  return text ?? `bytes:${Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, "0")}`).join("")}`;
}

/**
 * Where text may be sent up to, so that no part of a stop string is: the text without the longest end that begins
 * one of them.
 */
export function safeLength(text: string, stops: readonly string[]): number {
  const longest = stops.reduce((most, stop) => Math.max(most, longestBeginning(text, stop)), 0);
  return text.length - longest;
}

function longestBeginning(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
