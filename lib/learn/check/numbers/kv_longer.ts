import { oneOf } from "@/lib/learn/check/draws.ts";
import { figure } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";
import { plainFormat } from "@/lib/lm/kv_cache/cache_format.ts";
import { cacheMemory, GIB } from "@/lib/lm/kv_cache/cache_memory.ts";
import { customCacheModel } from "@/lib/lm/kv_cache/custom_cache_model.ts";

/** A context many times as long: the cache grows in proportion. */
export const kvLonger: QuestionType = {
  name: "kv-longer",
  aim: "cache",
  draft(random) {
    const batch = oneOf(random, [2, 4, 8]);
    const short = oneOf(random, [1024, 2048, 4096]);
    const factor = oneOf(random, [4, 8, 16, 32]);
    const gib = (tokens: number) => gibOf(batch, tokens);
    const before = gib(short);
    const choice = (value: number, why: string) => ({ text: `${figure(value, 2)}\u00a0GiB`, why });
    return {
      prompt:
        `At ${figure(short)} tokens each, ${batch} texts take ${figure(before, 2)}\u00a0GiB of cache. ` +
        `They grow ${factor} times as long, to ${figure(short * factor)} tokens. What does the cache take?`,
      right: choice(
        gib(short * factor),
        `Each token keeps as much as every other, so the cache is ${factor} times as large. Weights stay as they are.`,
      ),
      wrong: [
        choice(
          before * factor ** 2,
          "Attention compares pairs, which grow with the square; what is kept grows with the tokens.",
        ),
        choice(
          before,
          "The weights stay as they are, the cache does not: every token adds its keys and values.",
        ),
        choice(
          before * Math.sqrt(factor),
          "A token deep in the text keeps no less than one at its start: it is in proportion.",
        ),
        choice(
          before * factor * 2,
          "Keys and values were counted already, in the figure for the short texts.",
        ),
        choice(before * (factor + 1), "The short texts are part of the long ones: they are not kept twice."),
      ],
      open: openLink.cache({ batch, tokens: short * factor }),
    };
  },
};

/** GiB of the worked model: 32 layers, 8 key-value heads of 128 elements, 2 bytes each. */
function gibOf(batch: number, tokens: number): number {
  const format = { key: plainFormat(2), value: plainFormat(2), state: plainFormat(4) };
  const model = customCacheModel({ layers: 32, kv_heads: 8, head_dim: 128 });
  return cacheMemory(model, { batch, tokens, format, blockSize: 1 }).lowerBytes / GIB;
}
