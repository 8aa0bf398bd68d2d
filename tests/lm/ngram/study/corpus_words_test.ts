import { assertEquals } from "@std/assert";
import { corpusWords } from "@/lib/lm/ngram/study/corpus_words.ts";

/** Words with their marks: `context` in brackets, `next` with an arrow before it. */
function marked(text: string, order: number, asked: string[]): string[] {
  return corpusWords(text, order, asked).sentences.map((words) =>
    words.map(({ word, mark }) => mark === "context" ? `[${word}]` : mark === "next" ? `→${word}` : word)
      .join(" ")
  );
}

Deno.test("corpusWords() marks the context wherever it stands, and what followed it", () => {
  const text = "package left hub\n\nparcel left\nleft left hub";
  assertEquals(marked(text, 2, ["left"]), ["package [left] →hub", "parcel [left]", "[left] [left] →hub"]);
  assertEquals(marked(text, 3, ["<s>", "left"]), ["package left hub", "parcel left", "[left] →left hub"]);
  assertEquals(marked(text, 3, ["parcel", "left"]), ["package left hub", "[parcel] [left]", "left left hub"]);
  assertEquals(marked(text, 2, ["<s>"]), ["→package left hub", "→parcel left", "→left left hub"]);
  assertEquals(marked(text, 1, []), ["package left hub", "parcel left", "left left hub"]);
});

Deno.test("corpusWords() gives each word the context that it ends, as long as the order looks back", () => {
  const contexts = (order: number) =>
    corpusWords("a b c", order, []).sentences.flat().map(({ context }) => context);
  assertEquals(contexts(1), ["a", "b", "c"]);
  assertEquals(contexts(2), ["a", "b", "c"]);
  assertEquals(contexts(3), ["<s> a", "a b", "b c"]);
  assertEquals(contexts(4), ["<s> a", "<s> a b", "a b c"]);
});

Deno.test("corpusWords() lists 200 words in whole sentences, and says how many sentences follow", () => {
  const sentence = Array(30).fill("w").join(" ");
  const { sentences, more } = corpusWords(Array(9).fill(sentence).join("\n"), 2, []);
  assertEquals([sentences.length, more, sentences.at(-1)!.at(-1)!.index], [6, 3, 179]);
  // One sentence alone is cut: there would be nothing else to read.
  const long = corpusWords(Array(300).fill("w").join(" "), 2, []);
  assertEquals([long.sentences[0]!.length, long.more], [200, 0]);
});
