import { assertEquals } from "@std/assert";
import { isPutOff } from "@/lib/server/limits/is_put_off.ts";

Deno.test("isPutOff() waits for whoever is sending, while few are held and not for ever", () => {
  const cases: readonly (readonly [unanswered: number, held: number, delays: number, isPutOff: boolean])[] = [
    [1, 1, 40, true],
    [1, 63, 1, true],
    [0, 1, 40, false],
    [1, 64, 40, false],
    [1, 1, 0, false],
    [9, 0, 1, true],
  ];
  for (const [unanswered, held, delays, expected] of cases) {
    assertEquals(isPutOff(unanswered, held, delays), expected, `${[unanswered, held, delays]}`);
  }
});
