import { assert, assertEquals } from "@std/assert";
import { exponential } from "@/lib/lm/distribution/exponential.ts";

Deno.test("exponential() is Math.exp to 5e-16 of itself, and exact at its ends", () => {
  let worst = 0;
  for (let i = 0; i < 200_000; i++) {
    const x = -((i * 0.6180339887) % 1) * (i % 2 === 0 ? 30 : 690);
    worst = Math.max(worst, Math.abs(exponential(x) / Math.exp(x) - 1));
  }
  assert(worst < 5e-16, `${worst}`);
  for (const x of [0, -0, -Infinity, -800, -745.2, NaN, 1, Infinity]) {
    assertEquals(exponential(x), Math.exp(x));
  }
});
