/** What /softmax says and draws. */
import { assert, assertEquals } from "@std/assert";
import { initialState } from "@/lib/experiment/codec.ts";
import { SOFTMAX_FIELDS, type SoftmaxQuery } from "@/lib/experiment/fields/softmax_fields.ts";
import { logitRange } from "@/lib/labs/softmax/logit_range.ts";
import { temperatureRibbons } from "@/lib/labs/softmax/ribbon.ts";
import { softmaxSentence } from "@/lib/labs/softmax/softmax_sentence.ts";
import { softmaxView } from "@/lib/labs/softmax/softmax_view.ts";
import { softmaxReport } from "@/lib/lm/sampler/softmax_report.ts";

function said(patch: Partial<SoftmaxQuery>): string {
  const query = { ...initialState(SOFTMAX_FIELDS), ...patch };
  const figure = (value: number, decimals: number) =>
    value.toLocaleString("en-US", { maximumFractionDigits: decimals });
  return softmaxSentence(query, softmaxView(query), figure);
}

Deno.test("softmaxSentence() says how many times as likely the first is, at any temperature", () => {
  assertEquals(said({}), "A score 1.5 higher is 4.5 times as likely.");
  assertEquals(said({ temperature: 2 }), "At temperature 2 a score 1.5 higher is 2.1 times as likely.");
  assertEquals(said({ temperature: 0 }), "At temperature 0 the highest score takes everything: correctly.");
  assertEquals(said({ logits: [1, 1] }), "Equal scores are equally likely.");
  assertEquals(said({ logits: [1] }), "One token has all of it: token 0, 100 %.");
  assertEquals(said({ logits: [2000, 1] }), "A score 1,999 higher is more than 10^308 times as likely.");
});

Deno.test("logitRange() holds every logit and does not move under the hand", () => {
  assertEquals(logitRange([3, 1.5, -3], null), { min: -5, max: 5, step: 0.1 });
  const large = logitRange([1000, 999, 998], null);
  assert(large.min < 998 && large.max > 1000 && large.max - large.min < 20);
  assertEquals(logitRange([1000.5, 999, 998], large), large);
  const wide = logitRange([-1e6, 1e6], null);
  assert(wide.min <= -1e6 && wide.max >= 1e6);
});

Deno.test("temperatureRibbons() are the softmax at each temperature, stacked", () => {
  const logits = [3, 1.5, -1, -2, -3];
  const { temperatures, ribbons, rest } = temperatureRibbons(logits, 2);
  const at = temperatures.indexOf(0.5);
  const { probabilities } = softmaxReport(logits, 0.5);
  assertEquals(ribbons.map(({ id }) => id), [0, 1]);
  assertEquals(ribbons[0]!.to[at], probabilities[0]);
  assertEquals(ribbons[1]!.from[at], probabilities[0]);
  assert(Math.abs(rest[at]! - (1 - probabilities[0]! - probabilities[1]!)) < 1e-12);
  assertEquals(ribbons[0]!.to[0], 1, "all of it at T = 0");
});
