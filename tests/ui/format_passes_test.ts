import { assertEquals } from "@std/assert";
import { formatPasses } from "@/lib/ui/score/format_passes.ts";

Deno.test("formatPasses() is in the singular for one pass alone", () => {
  assertEquals([0, 1, 2, 1200].map(formatPasses), ["0 passes", "1 pass", "2 passes", "1,200 passes"]);
});
