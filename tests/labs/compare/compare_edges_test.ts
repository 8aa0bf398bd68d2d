/** Two sides at their edges: what each goes on with, where they part, and texts that cannot be read. */
import { assertAlmostEquals, assertEquals, assertRejects } from "@std/assert";
import { compareSides } from "@/lib/labs/compare/compare.ts";
import { fakeModel } from "@/tests/lm/fake_model.ts";

const LIMITS = { steps: 3, positions: 2 };
const LETTERS = [..."abcdefghijkl"];

/** A model that writes these letters after a text of one, and then its last letter again and again. */
function writing(letters: string, tokens: readonly string[] = LETTERS, endTokens: number[] = []) {
  const next = (context: readonly number[]) => {
    const wanted = letters[Math.min(context.length, letters.length) - 1]!;
    return tokens.map((token) => token === wanted ? 9 : 0);
  };
  return fakeModel({ tokens, next, endTokens, contextLength: 20 });
}

async function divergesAt(first: string, second: string, endTokens: number[] = []): Promise<number | null> {
  const sides = [writing(first, LETTERS, endTokens), writing(second, LETTERS, endTokens)].map((model) => ({
    model,
    text: "a",
  }));
  return (await compareSides(sides[0]!, sides[1]!, LIMITS)).divergesAt;
}

Deno.test("two ways part at their first different token, and at the end of the shorter one", async () => {
  assertEquals([
    await divergesAt("bcd", "bcd"),
    await divergesAt("bcd", "bce"),
    await divergesAt("bcd", "ccd"),
  ], [null, 2, 0]);
  // The token of l ends a text.
  assertEquals([await divergesAt("bcl", "bcd", [11]), await divergesAt("bll", "bcd", [11])], [2, 1]);
});

Deno.test("each side shows its eight likeliest tokens; those of two vocabularies stand one after the other", async () => {
  const shares = (order: readonly number[]) => fakeModel({ tokens: LETTERS, next: () => order });
  const up = LETTERS.map((_, i) => i), down = LETTERS.map((_, i) => -i);
  const same = await compareSides(
    { model: shares(up), text: "a" },
    { model: shares(down), text: "a" },
    LIMITS,
  );
  assertEquals(same.tokens.length, 12);
  const other = fakeModel({ tokens: [..."mnopqrstuva"], next: () => up.slice(1) });
  const apart = await compareSides({ model: shares(up), text: "a" }, { model: other, text: "a" }, LIMITS);
  assertEquals(apart.tokens.map(({ first, second }) => [first !== null, second !== null]), [
    ...Array(8).fill([true, false]),
    ...Array(8).fill([false, true]),
  ]);
  assertEquals([apart.tokens[0]!.id, apart.tokens[8]!.id, apart.divergesAt], [11, 10, 0]);
});

Deno.test("a text of no token or of one more than a model reads is refused; one that fits is read", async () => {
  const model = fakeModel({ tokens: ["a", "b"], contextLength: 3 });
  const side = (text: string) => ({ model, text });
  await assertRejects(() => compareSides(side(""), side(""), LIMITS), RangeError, "nothing to read");
  await assertRejects(
    () => compareSides(side("aaaa"), side("a"), LIMITS),
    RangeError,
    "4 tokens and fake reads 3",
  );
  assertEquals((await compareSides(side("aaa"), side("a"), LIMITS)).first.text, "aaa");
});

Deno.test("a text of one token has no place to compare, and of more as many as are asked for", async () => {
  const along = async (text: string) => {
    const sides = [writing("b"), writing("c")].map((model) => ({ model, text }));
    const { along, statistics } = await compareSides(sides[0]!, sides[1]!, LIMITS);
    return [along.length, statistics !== null];
  };
  assertEquals([await along("a"), await along("ab"), await along("abc"), await along("abcd")], [
    [0, false],
    [1, true],
    [2, true],
    [2, true],
  ]);
});

Deno.test("a side beside itself is read once", async () => {
  const model = writing("b");
  await compareSides({ model, text: "ab" }, { model, text: "ab" }, LIMITS);
  const once = model.calls.length;
  const again = writing("b");
  await compareSides({ model: again, text: "ab" }, { model: again, text: "ba" }, LIMITS);
  assertEquals(again.calls.length, 2 * once);
});

Deno.test("of a longer text rows of 32 places are held at a time, and a page breathes between four of them", async () => {
  const shares = (step: number) =>
    fakeModel({
      tokens: LETTERS,
      next: (context) => LETTERS.map((_, id) => (id * step + context.length) % 5),
    });
  const [one, two] = [shares(1), shares(2)];
  const text = LETTERS.join("").repeat(6);
  let pauses = 0;
  const limits = { steps: 0, positions: 66, pause: () => Promise.resolve(void pauses++) };
  const { along } = await compareSides({ model: one, text }, { model: two, text }, limits);
  assertEquals(along.map(({ id }) => id), Array.from({ length: 66 }, (_, at) => (at + 1) % 12));
  assertEquals(one.calls.filter(({ rows }) => rows > 1).map(({ rows }) => rows).slice(-3), [32, 32, 2]);
  assertEquals(pauses, 8 + 8 + 1);
  const row = await one.logits(await one.encode(text.slice(0, 40)));
  const total = Math.log(row[0]!.reduce((sum, logit) => sum + Math.exp(logit), 0));
  assertAlmostEquals(along[39]!.firstLogProbability, row[0]![along[39]!.id]! - total, 1e-6);
});
