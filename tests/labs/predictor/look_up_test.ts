/** Any token looked up: by id, by text with a space and without, and a word of several as a chain. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { besideRows } from "@/lib/labs/predictor/beside/beside_rows.ts";
import { lookUp } from "@/lib/labs/predictor/look_up.ts";
import { distribution, rawDistribution } from "@/lib/lm/sampler/distribution.ts";
import { type FakeModel, fakeModel } from "@/tests/lm/fake_model.ts";

/** Logits after any context: 0, 1, 2, … */
const ROW = [0, 1, 2, 3, 4];
const model = () => fakeModel({ tokens: ["a", " a", "b", "1", "ab"], next: () => ROW });

async function found(asked: string, of: FakeModel = model()) {
  const source = distribution(rawDistribution(ROW), { top: 5 });
  const { found, reason } = await lookUp(asked, { model: of, source, context: [2, 2] });
  return reason === "" ? found.map(({ as, pieces }) => [as, ...pieces.map(({ id }) => id)]) : reason;
}

Deno.test("a text is read with a space in front and without, where those are two; digits are an id too", async () => {
  assertEquals(await found("a"), [["spaced", 1], ["text", 0]]);
  assertEquals(await found("b"), [["text", 2]]);
  assertEquals(await found(" a"), [["text", 1]]);
  assertEquals(await found("1"), [["text", 3], ["id", 1]]);
  assertEquals(await found("#1"), [["id", 1]]);
  assertEquals(await found("7"), "Ids run from 0 to 4.");
});

Deno.test("the last id is known, the next one is not, and of nothing there is nothing", async () => {
  assertEquals([await found("#4"), await found("#5")], [[["id", 4]], "Ids run from 0 to 4."]);
  assertEquals(await found(""), "Type a token's text, or # and its id.");
  assertEquals(await found("#x"), "Ids run from 0 to 4.");
});

Deno.test("a word of several tokens is one pass over all but its last, and the product of what each had", async () => {
  const one = model();
  const source = distribution(rawDistribution([5, 0, 0, 0, 0]), { top: 5 });
  const { found: [chain] } = await lookUp(" abb", { model: one, source, context: [2, 2] });
  assertEquals(chain!.pieces.map(({ id }) => id), [1, 2, 2]);
  assertEquals(one.calls.map(({ tokens, rows }) => [tokens, rows]), [[[2, 2, 1, 2], 2]]);
  const sum = ROW.reduce((total, z) => total + Math.exp(z), 0);
  assertAlmostEquals(chain!.logProbability, -Math.log(Math.exp(5) + 4) + 2 * (2 - Math.log(sum)), 1e-5);
  const single = model();
  await lookUp("#0", { model: single, source, context: [2] });
  assertEquals(single.calls.length, 0);
});

Deno.test("two models' likeliest six are aligned by their bytes, a mark with a mark, the likeliest of either first", () => {
  const side = (tokens: string[], shares: number[], special: number[] = []) => {
    const made = fakeModel({ tokens, special });
    const source = distribution(rawDistribution(shares.map(Math.log)), { top: tokens.length });
    return { model: made, source };
  };
  const first = side(["a", "b", "c", "x"], [0.4, 0.28, 0.2, 0.12], [3]);
  const second = side(["x", "c", "a", "d"], [0.1, 0.5, 0.15, 0.25]);
  const rows = besideRows(first, second).map(({ token, first, second }) => [
    String.fromCharCode(...token.bytes),
    first?.id ?? null,
    second?.id ?? null,
  ]);
  assertEquals(rows, [["c", 2, 1], ["a", 0, 2], ["b", 1, null], ["d", null, 3], ["x", 3, null], [
    "x",
    null,
    0,
  ]]);
  const many = (letters: string) => side([...letters], [...letters].map((_, i) => 1 / 2 ** (i + 1)));
  assertEquals(besideRows(many("abcdefg"), many("abcdefg")).length, 6);
  assertEquals(besideRows(many("abcdefg"), many("hijklmn")).length, 12);
});
