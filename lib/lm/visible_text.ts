import { decodeWhole } from "@/lib/lm/decode_bytes.ts";

/** Marks, controls, formats, separators and what is unassigned: characters that nobody could see or tell apart. */
const INVISIBLE = /[\p{C}\p{Z}]/u;

/** Combining marks, which would sit on whatever stands before the token. */
const COMBINING = /^\p{M}/u;

const NAMED = new Map([[" ", "·"], ["\n", "↵"], ["\t", "→"]]);

/**
 * A token as it is shown: a space as `·`, a newline as `↵`, a tab as `→`, other invisible characters by their
 * code point (`⟨U+200B⟩`), bytes that are no whole character in hex (`⟨E2⟩`).
 *
 * @param token The token's text, or its bytes.
 */
export function visibleText(token: string | Uint8Array): string {
  if (typeof token === "string") return visibleCharacters(token);
  let shown = "";
  for (let start = 0; start < token.length;) {
    const { text, length } = readCharacter(token, start);
    shown += text === null ? `⟨${hex(token[start]!, 2)}⟩` : visibleCharacters(text);
    start += length;
  }
  return shown;
}

function visibleCharacters(text: string): string {
  const [first] = text;
  const carrier = first !== undefined && COMBINING.test(first) ? "◌" : "";
  return carrier + Array.from(text, visibleCharacter).join("");
}

function visibleCharacter(character: string): string {
  const named = NAMED.get(character);
  if (named !== undefined) return named;
  return INVISIBLE.test(character) ? `⟨U+${hex(character.codePointAt(0)!, 4)}⟩` : character;
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, "0");
}

/** The character that starts at a byte; one byte and no text where none does. */
function readCharacter(bytes: Uint8Array, start: number): { text: string | null; length: number } {
  const first = bytes[start]!;
  const length = first < 0x80 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  const text = decodeWhole(bytes.subarray(start, start + length));
  return text === null ? { text, length: 1 } : { text, length };
}
