import { formatCount } from "@/lib/ui/format.ts";

/** A number of tokens at a tick of a plot, which stand at powers of ten: `1,000`, `100K`. */
export function formatLength(tokens: number): string {
  return tokens >= 10_000 ? `${tokens / 1000}K` : formatCount(tokens);
}
