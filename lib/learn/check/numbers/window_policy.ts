import { oneOf, wholeFrom } from "@/lib/learn/check/draws.ts";
import { figure } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";
import { applyContextPolicy } from "@/lib/lm/generation/apply_context_policy.ts";
import type { ContextPolicy } from "@/lib/lm/generation/context_policy.ts";

/** What each policy says it does. */
const RULES = {
  truncate_start: "the oldest tokens go",
  truncate_middle: "the middle goes, both ends stay",
  keep_prefix: "the first KEEP stay, then the oldest after them go",
} as const satisfies Partial<Record<ContextPolicy, string>>;

type Rule = keyof typeof RULES;

/** Which positions are left when a text is longer than its window. */
export const windowPolicy: QuestionType = {
  name: "window-policy",
  aim: "window",
  draft(random) {
    const limit = wholeFrom(random, 4, 12) * 100 + 1;
    const used = limit + wholeFrom(random, 5, 30) * 10;
    const keep = wholeFrom(random, 2, 9) * 10;
    const rule = oneOf(random, Object.keys(RULES) as Rule[]);
    const kept = (policy: Rule, size = limit) =>
      textOf(applyContextPolicy(used, size, policy, { keep }).kept);
    const first = `1–${figure(limit - 1)}`;
    const others = (Object.keys(RULES) as Rule[]).filter((each) => each !== rule);
    return {
      prompt: `A window holds ${figure(limit)} tokens and the text has ${figure(used)}. The rule: ` +
        `${RULES[rule].replace("KEEP", `${keep}`)}. Which tokens are read for the next one?`,
      right: {
        text: kept(rule),
        why: `One place is for the token to come, so ${figure(limit - 1)} stay: ${
          RULES[rule].replace("KEEP", `${keep}`)
        }.`,
      },
      wrong: [
        ...others.map((policy) => ({
          text: kept(policy),
          why: `That is another rule: ${RULES[policy].replace("KEEP", `${keep}`)}.`,
        })),
        {
          text: first,
          why: "The latest tokens are missing, which the next one depends on most. No rule here drops them.",
        },
        {
          text: `1–${figure(used)}`,
          why: "That is the whole text. The window does not hold it.",
        },
      ],
      open: openLink.context({
        limit,
        prompt_tokens: used,
        generated_tokens: 0,
        policy: rule,
        keep: rule === "keep_prefix" ? keep : null,
      }),
    };
  },
};

/** Half-open ranges from 0 as people count: `1–50 and 700–900`. */
function textOf(ranges: readonly (readonly [number, number])[]): string {
  return ranges.map(([start, end]) => `${figure(start + 1)}–${figure(end)}`).join(" and ");
}
