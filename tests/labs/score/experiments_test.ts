/** The experiments with a scored text: how much of it they read, and what they time. */
import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { drift, passTimes } from "@/lib/labs/score/experiments.ts";
import { measureWords } from "@/lib/labs/score/words/measure_words.ts";
import { readItems } from "@/lib/labs/score/words/read_items.ts";
import { fakeModel } from "../../lm/fake_model.ts";

/** After a: b for 3 of 4, a for 1; after b: either. */
const next = (context: readonly number[]) => context.at(-1) === 1 ? [-99, 0, Math.log(3)] : [-99, 0, 0];

const model = (contextLength = Infinity) =>
  fakeModel({ tokens: ["<s>", "a", "b"], beginToken: 0, contextLength, next });

Deno.test("drift() follows 48 tokens from the wrong one on, and the text's end where that comes before", async () => {
  const lengths = async (text: string, position: number) => {
    const { original, forced, own, ownTokens } = await drift(model(), text, { position, wrong: 1 });
    return [original.length, forced.length, own.length, ownTokens.length];
  };
  assertEquals(await lengths("ab".repeat(60), 60), [48, 48, 48, 47]);
  assertEquals(await lengths("ab".repeat(60), 100), [20, 20, 20, 19]);
  await assertRejects(() => lengths("ab", 2), RangeError, "none at 3");
});

Deno.test("drift() has the bits of the text, of it behind the wrong token, and of what the model goes on with", async () => {
  const report = await drift(model(), "abab", { position: 1, wrong: 1 });
  const [sure, unsure, even] = [-Math.log2(3 / 4), 2, 1];
  // a→b, b→a, a→b; with a wrong a: a→a, a→a, a→b; by itself: a→a, a→b, b→a.
  const expected = {
    original: [sure, even, sure],
    forced: [unsure, unsure, sure],
    own: [unsure, sure, even],
  };
  for (const [name, bits] of Object.entries(expected)) {
    report[name as keyof typeof expected].forEach((each, i) =>
      assertAlmostEquals(each, bits[i]!, 1e-5, name)
    );
  }
  assertEquals(report.ownTokens, [2, 1]);
});

Deno.test("passTimes() times one pass, a pass a token with the cache and without, each by itself", async () => {
  let time = 0;
  const timed = fakeModel({ tokens: ["<s>", "a", "b"], beginToken: 0 });
  const slow = {
    ...timed,
    score: (...asked: Parameters<typeof timed.score>) => (time += 2, timed.score(...asked)),
    logits: (...[tokens, options]: Parameters<typeof timed.logits>) => {
      time += options?.cache ? 3 : 7;
      return timed.logits(tokens, options);
    },
  };
  assertEquals(await passTimes(slow, "abab", () => time), {
    tokens: 4,
    onePass: 2,
    withCache: 12,
    withoutCache: 28,
  });
  assertEquals((await passTimes(slow, "ab".repeat(40), () => time)).tokens, 47);
});

Deno.test("a word whose end is not known has no corrected bits, whatever is known of its own", async () => {
  const spaced = fakeModel({ tokens: ["a", " a"] });
  const { words } = await measureWords(spaced, readItems("a a"));
  // Without a begin token nothing says how likely the first word is.
  assertEquals(words.map(({ bits, corrected }) => [bits === null, corrected === null]), [[true, true], [
    false,
    false,
  ]]);
});
