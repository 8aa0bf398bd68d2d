import { decodeText } from "@/lib/lm/decode_bytes.ts";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

/** The text that tokens make together; marks are left out, bytes of an unfinished character become U+FFFD. */
export function tokensText(tokens: readonly TokenView[]): string {
  const bytes = tokens.flatMap((token) => token.special ? [] : Array.from(token.bytes));
  return decodeText(Uint8Array.from(bytes));
}
