import { formatCount } from "@/lib/ui/format.ts";

/** Forward passes with their noun: `1 pass`, `12 passes`. */
export function formatPasses(count: number): string {
  return `${formatCount(count)} ${count === 1 ? "pass" : "passes"}`;
}
