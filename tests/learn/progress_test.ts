import { assertEquals } from "@std/assert";
import {
  formatProgress,
  joinProgress,
  NO_PROGRESS,
  parseProgress,
  withAims,
  withStep,
} from "@/lib/learn/progress.ts";

Deno.test("progress is read back as it was written", () => {
  const progress = withAims(withStep(withStep(NO_PROGRESS, "chain", "0.5"), "loop", ""), ["loss", "chain"]);
  assertEquals(parseProgress(formatProgress(progress)), {
    steps: { chain: "0.5", loop: "" },
    aims: ["chain", "loss"],
  });
});

Deno.test("whatever else is read is no progress", () => {
  for (const text of [null, "", "{", "null", "[]", '{"v":2,"steps":{"chain":""}}', '{"v":1}']) {
    assertEquals(parseProgress(text), NO_PROGRESS, `${text}`);
  }
  const odd = '{"v":1,"steps":{"chain":5,"<b>":"x","loop":"1"},"aims":["loop","flying"]}';
  assertEquals(parseProgress(odd), { steps: { loop: "1" }, aims: ["loop"] });
});

Deno.test("joinProgress() adds an earlier visit to this one, whose own guesses stand", () => {
  const earlier = withStep(withStep(NO_PROGRESS, "chain", "0.5"), "counts", "0.2");
  const own = withAims(withStep(NO_PROGRESS, "chain", "0.1"), ["loop"]);
  assertEquals(joinProgress(earlier, own), { steps: { chain: "0.1", counts: "0.2" }, aims: ["loop"] });
  assertEquals(joinProgress(parseProgress("garbage"), own), own);
});
