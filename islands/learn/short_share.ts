import { formatFigure } from "@/lib/ui/format.ts";

/** A probability as the course writes it: one decimal, and nothing rounded to all or to nothing. */
export function shortShare(probability: number): string {
  if (probability === 0) return "0\u00a0%";
  if (probability < 0.0005) return "< 0.1\u00a0%";
  if (probability < 1 && probability >= 0.9995) return "> 99.9\u00a0%";
  return `${formatFigure(100 * probability, 1)}\u00a0%`;
}
