/** The printable character that stands for each byte in a tokenizer file (GPT-2's table), by the byte. */
export const BYTE_SYMBOLS: readonly string[] = byteSymbols();

/** The byte that each of {@linkcode BYTE_SYMBOLS} stands for. */
export const BYTE_OF_SYMBOL: ReadonlyMap<string, number> = new Map(
  BYTE_SYMBOLS.map((symbol, byte) => [symbol, byte]),
);

/**
 * Printable Latin-1 stands for itself; the other bytes are numbered from U+0100 on.
 * Source: bytes_to_unicode in https://github.com/openai/gpt-2/blob/master/src/encoder.py
 */
function byteSymbols(): string[] {
  const printable = (byte: number) => (byte >= 33 && byte <= 126) || (byte >= 161 && byte !== 173);
  let next = 256;
  return Array.from({ length: 256 }, (_, byte) => String.fromCharCode(printable(byte) ? byte : next++));
}
