import { oneOf } from "@/lib/learn/check/draws.ts";
import { figure } from "@/lib/learn/check/figures.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType } from "@/lib/learn/check/question.ts";
import { plainFormat } from "@/lib/lm/kv_cache/cache_format.ts";
import { cacheMemory, GIB } from "@/lib/lm/kv_cache/cache_memory.ts";
import { customCacheModel } from "@/lib/lm/kv_cache/custom_cache_model.ts";

/** The size of a cache from a model's numbers. */
export const kvMemory: QuestionType = {
  name: "kv-memory",
  aim: "cache",
  draft(random) {
    const batch = oneOf(random, [2, 4, 8]);
    const layers = oneOf(random, [16, 24, 32, 40]);
    const kv_heads = oneOf(random, [4, 8, 16]);
    const tokens = oneOf(random, [4096, 8192, 16384, 32768]);
    const format = { key: plainFormat(2), value: plainFormat(2), state: plainFormat(4) };
    const model = customCacheModel({ layers, kv_heads, head_dim: 128 });
    const gib = cacheMemory(model, { batch, tokens, format, blockSize: 1 }).lowerBytes / GIB;
    const choice = (value: number, why: string) => ({ text: `${figure(value, 2)}\u00a0GiB`, why });
    return {
      prompt:
        `${batch} texts of ${figure(tokens)} tokens each are in a cache: ${layers} layers, ${kv_heads} ` +
        "key-value heads of 128 elements, 2 bytes an element. How much memory do keys and values take?",
      right: choice(
        gib,
        `2 (keys and values) · ${batch} · ${layers} · ${kv_heads} · 128 · ${figure(tokens)} · 2 bytes.`,
      ),
      wrong: [
        choice(gib / 2, "Keys alone? Each token keeps a key and a value, so it is twice this."),
        choice(gib / batch, "This is one text. Every text of the batch has keys and values of its own."),
        choice(gib * 2, "This took 4 bytes an element; 16-bit numbers have 2."),
        choice(gib / layers, "This is one layer. Every layer keeps keys and values of its own."),
        choice(gib * 4, "This counts query heads too, four to a key-value head. Queries are not kept."),
      ],
      open: openLink.cache({ batch, layers, kv_heads: [kv_heads], tokens, bytes_per_element: 2 }),
    };
  },
};
