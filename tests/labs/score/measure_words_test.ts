import { assertAlmostEquals, assertEquals } from "@std/assert";
import { measureWords } from "@/lib/labs/score/words/measure_words.ts";
import { readItems } from "@/lib/labs/score/words/read_items.ts";
import { studyCsv } from "@/lib/labs/score/words/study_csv.ts";
import { scoreDocument } from "@/lib/lm/loss/text/score_document.ts";
import { wordSurprisal } from "@/lib/lm/loss/text/word_surprisal.ts";
import { fakeModel } from "../../lm/fake_model.ts";

/** After a word: a space for 1/2, the end for 1/4; a bare b for the rest. */
const model = fakeModel({
  tokens: ["<s>", "a", "b", " a", "</s>"],
  beginToken: 0,
  endTokens: [4],
  next: (context) =>
    (context.length === 1 ? [-99, 0, -99, -99, -99] : [-99, -99, 0, Math.log(2), 0]) as number[],
});

Deno.test("lines are sentences, asterisks mark regions and are no part of them", () => {
  assertEquals(readItems("The *old man* left.\n\n  \nA * star"), [
    { text: "The old man left.", regions: [[4, 11]] },
    { text: "A * star", regions: [] },
  ]);
  assertEquals(readItems("The *old* man", false), [{ text: "The *old* man", regions: [] }]);
  assertEquals(readItems("*a* b *cd*"), [{ text: "a b cd", regions: [[0, 1], [4, 6]] }]);
  assertEquals(readItems("a *b* c* d\n**"), [{ text: "a b c* d", regions: [[2, 3]] }, {
    text: "",
    regions: [[0, 0]],
  }]);
});

Deno.test("bits are those of the text, and the corrected ones move the end of a word to it", async () => {
  const { words } = await measureWords(model, readItems("a *ab*"));
  const plain = wordSurprisal("a ab", (await scoreDocument(model, "a ab")).tokens);
  assertEquals(words.map(({ word, tokens }) => [word, tokens]), [["a", 1], ["ab", 2]]);
  assertEquals(words.map(({ region }) => region), [null, 1]);
  words.forEach(({ bits }, index) => assertAlmostEquals(bits!, plain[index]!.bits!, 1e-6));
  // A space or the end comes for 3/4 behind each word. The first has nothing to divide by.
  const ends = -Math.log2(3 / 4);
  assertAlmostEquals(words[0]!.corrected!, words[0]!.bits! + ends, 1e-6);
  assertAlmostEquals(words[1]!.corrected!, words[1]!.bits! + ends - ends, 1e-6);
});

Deno.test("corrected probabilities of a sentence and its end are those of its tokens", async () => {
  const { words } = await measureWords(model, readItems("a a a"));
  const sum = words.reduce((total, { corrected }) => total + corrected!, 0);
  const plain = words.reduce((total, { bits }) => total + bits!, 0);
  assertAlmostEquals(sum, plain - Math.log2(3 / 4), 1e-6);
});

Deno.test("a model whose tokens carry no space has no correction", async () => {
  const { words } = await measureWords(fakeModel({ tokens: ["a", "b"], beginToken: 0 }), readItems("ab\nb"));
  assertEquals(words.map(({ item, corrected }) => [item, corrected]), [[1, null], [2, null]]);
});

Deno.test("a study's file has the bits of each model and the frequency in a named corpus", async () => {
  const measured = await measureWords(model, readItems("a *a*\n=ab"));
  const csv = studyCsv([measured, { ...measured, source: "other" }], { name: "corpus@1", text: "A a, b." });
  const [head, first, second] = csv.split("\n");
  assertEquals(head!.split(",").length, 4 + 6 + 2);
  assertEquals(
    head!.endsWith('"bits other","bits_corrected other","log_frequency corpus@1",characters'),
    true,
  );
  assertEquals(first!.startsWith('1,,1,"a",1,'), true);
  assertEquals(second!.startsWith('1,1,2,"a",1,'), true);
  assertEquals(first!.endsWith(`${Math.log(2 / 3)},1`), true);
  assertEquals(csv.includes('"\'=ab"'), true);
});
