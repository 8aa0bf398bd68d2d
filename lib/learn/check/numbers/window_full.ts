import { oneOf, wholeFrom } from "@/lib/learn/check/draws.ts";
import { figure } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";
import { contextWindow } from "@/lib/lm/generation/context_window.ts";

/** Whether a window has room, and what follows where it has none. */
export const windowFull: QuestionType = {
  name: "window-full",
  aim: "window",
  draft(random) {
    const limit = oneOf(random, [2000, 4000, 8000, 16000]);
    const made = wholeFrom(random, 2, 9) * 50;
    const spare = oneOf(random, [0, 0, 100, 250]);
    const prompt = limit - made - spare;
    const { full, free, used } = contextWindow({
      limit,
      promptTokens: prompt,
      generatedTokens: made,
      policy: "reject",
    });
    const fits = (count: number, why: string) => ({
      text: `${figure(count)} more tokens fit as they are`,
      why,
    });
    const isFull = {
      text: "No more fit: something must give way",
      why: full
        ? `${figure(prompt)} + ${figure(made)} = ${
          figure(used)
        }: full. For the next token the oldest go, or a ` +
          "summary takes their place, or it is refused."
        : `Not yet: ${figure(used)} of ${figure(limit)} are used.`,
    };
    const room = fits(
      free,
      full
        ? ""
        : `Prompt and generated tokens share the window: ${figure(limit)} − ${figure(used)} are free.`,
    );
    return {
      prompt:
        `A window holds ${figure(limit)} tokens. The prompt has ${figure(prompt)}, and ${
          figure(made)
        } were ` +
        "generated. What holds for the next token?",
      right: full ? isFull : room,
      wrong: [
        ...(full ? [] : [isFull]),
        fits(made + spare, "This counts the prompt alone. What was generated stands in the window too."),
        fits(limit - made, "This counts only what was generated. The prompt takes its place as well."),
        {
          text: "It fits: older text moves into the weights",
          why: "Weights do not change while a model writes. What leaves the window is gone for it.",
        },
        {
          text: "It fits: the model reads more slowly then",
          why: "A window is not a matter of speed: positions beyond it do not exist for the model.",
        },
      ],
      open: openLink.context({ limit, prompt_tokens: prompt, generated_tokens: made }),
    };
  },
};
