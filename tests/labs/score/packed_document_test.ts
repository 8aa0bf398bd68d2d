/** A scored text on its way out of a worker, and bounds on what a few likely tokens say. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { entropyBound } from "@/lib/labs/score/entropy_bound.ts";
import { jsonConfidence } from "@/lib/labs/score/json_confidence.ts";
import { packDocument, unpackDocument } from "@/lib/labs/score/packed_document.ts";
import type { DocumentToken, ScoredDocument } from "@/lib/lm/loss/text/score_document.ts";

/** A text of tokens of one to three bytes; every third one is not scored. */
function documentOf(length: number): ScoredDocument {
  const tokens = Array.from({ length }, (_, index): DocumentToken => ({
    id: 7 * index,
    bytes: Array.from({ length: 1 + index % 3 }, (_, at) => (index + at) % 256),
    score: index % 3 === 0 ? null : {
      logProbability: -index / 8,
      rank: index + 1,
      entropyNats: index / 4,
      top: [{ id: index, bytes: [index % 256], logProbability: -1 }],
    } as unknown as DocumentToken["score"],
  }));
  return { text: "t", source: "m", settings: {}, passes: 3, tokens } as unknown as ScoredDocument;
}

Deno.test("what is packed is unpacked as it was, bytes and unscored tokens too; tops where they were kept", async () => {
  const document = documentOf(8);
  const packed = packDocument(document, true);
  assertEquals([...packed.ends], [1, 3, 6, 7, 9, 12, 13, 15]);
  assertEquals(await unpackDocument("t", packed, () => Promise.resolve()), document);
  const bare = await unpackDocument("t", packDocument(document, false), () => Promise.resolve());
  assertEquals(
    bare.tokens.map(({ score }) => score && score.top),
    document.tokens.map(({ score }) => score && []),
  );
});

Deno.test("a pause comes after every thousand tokens, and none after the last", async () => {
  const pauses = async (length: number) => {
    let count = 0;
    const { tokens } = await unpackDocument("t", packDocument(documentOf(length), false), () => {
      count++;
      return Promise.resolve();
    });
    return [tokens.length, count];
  };
  assertEquals([await pauses(0), await pauses(1000), await pauses(1001), await pauses(2001)], [
    [0, 0],
    [1000, 0],
    [1001, 1],
    [2001, 2],
  ]);
});

Deno.test("the least entropy fills what is left with tokens of the smallest share, and one of what remains", () => {
  // 0.5 and 0.125 leave 0.375: three of 0.125.
  const { mass, bits } = entropyBound([0.5, 0.125]);
  assertEquals([mass, bits], [0.625, 0.5 + 4 * 0.125 * 3]);
  // 0.5 and 0.3 leave 0.2, less than one of 0.3.
  const term = (p: number) => -p * Math.log2(p);
  assertAlmostEquals(entropyBound([0.5, 0.3]).bits, term(0.5) + term(0.3) + term(0.2), 1e-12);
  assertEquals(entropyBound([0.75, 0]), { mass: 0.75, bits: term(0.75) });
  assertEquals(entropyBound([0.75, 0.5]).mass, 1);
});

Deno.test("a value has the product of the tokens that reach into it, and none where one is not known", () => {
  const of = (...pieces: readonly (readonly [string, number | null])[]) =>
    jsonConfidence(pieces.map(([text, logProbability]) => ({ text, logProbability })))!
      .map((
        { path, value, probability },
      ) => [path, value, probability && Math.round(1000 * probability) / 1000]);
  const half = Math.log(0.5);
  assertEquals(of(['{"a":', half], ["1", half], ["2", half], [',"b":', half], ["3", half], ["}", half]), [
    ["a", "12", 0.25],
    ["b", "3", 0.5],
  ]);
  // The bracket's token is known to be unknown, and touches neither number.
  assertEquals(of(["[", null], ["1", half], [",", null], ["2", null], ["]", half]), [
    ["[0]", "1", 0.5],
    ["[1]", "2", null],
  ]);
  assertEquals(of(["[1", 0.5], ["]", half]), [["[0]", "1", 1]]);
  assertEquals(jsonConfidence([{ text: "3", logProbability: 0 }]), null);
  assertEquals(jsonConfidence([{ text: "null", logProbability: 0 }]), null);
});

Deno.test("paths of a JSON answer: lists in lists, keys below keys, and a key after a list", () => {
  const text = '{"a": [[1, 2], [3]], "b": {"c": "x, y", "d e": {"f": false}}, "g": []}';
  assertEquals(jsonConfidence([{ text, logProbability: 0 }])!.map(({ path, value }) => [path, value]), [
    ["a[0][0]", "1"],
    ["a[0][1]", "2"],
    ["a[1][0]", "3"],
    ["b.c", '"x, y"'],
    ["b.d e.f", "false"],
  ]);
});
