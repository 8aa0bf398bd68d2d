/** From texts to examples, by hand: which sentences are held out, the floor of the loss, and why there is nothing to learn. */
import { assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import { corpusTexts } from "@/lib/training/data/corpus_texts.ts";
import { shippedCorpus } from "@/lib/training/data/corpora.ts";
import { createCorpusTokenizer, tokenLabel } from "@/lib/training/data/corpus_tokenizer.ts";
import {
  conditionalEntropy,
  examplesOf,
  prepareData,
  selectExamples,
} from "@/lib/training/data/training_data.ts";
import { TrainingError } from "@/lib/training/training_error.ts";

const WORDS = { tokens: "words", vocabulary: 100, context: 1, held_out: 0 } as const;

Deno.test("an example is a token and the whole context before it in its own text", () => {
  const { contexts, targets } = examplesOf([[1, 2, 3, 4], [5], [6, 7, 8]], 2);
  assertEquals([[...contexts], [...targets]], [[1, 2, 2, 3, 6, 7], [3, 4, 8]]);
  const chosen = selectExamples({ contexts, targets }, [2, 0], 2);
  assertEquals([[...chosen.contexts], [...chosen.targets]], [[6, 7, 1, 2], [8, 3]]);
});

Deno.test("held-out sentences are spread evenly over the text", () => {
  const texts = Array.from({ length: 10 }, (_, i) => `w${i} x`);
  const heldOut = (held_out: number) => {
    const { heldOutTexts, trainTexts, tokenizer } = prepareData(texts, { ...WORDS, held_out });
    assertEquals(heldOutTexts.length + trainTexts.length, 10);
    return heldOutTexts.map(([first]) => tokenizer.tokens[first!]);
  };
  assertEquals([heldOut(0), heldOut(9), heldOut(10), heldOut(30)], [[], [], ["w9"], ["w3", "w6", "w9"]]);
  assertEquals(heldOut(90).length, 9);
});

Deno.test("the floor is the entropy of what follows each context, weighted by how often that stands there", () => {
  // After 0: 1, 1 and 2; after 3: 4 alone.
  const examples = examplesOf([[0, 1], [0, 1], [0, 2], [3, 4]], 1);
  const floor = -(2 * Math.log(2 / 3) + Math.log(1 / 3)) / 4;
  assertAlmostEquals(conditionalEntropy(examples, 1), floor, 1e-12);
  assertEquals([conditionalEntropy(examplesOf([[3, 4]], 1), 1), conditionalEntropy(examplesOf([], 1), 1)], [
    0,
    NaN,
  ]);
  // Contexts of two are told apart by both of their tokens.
  assertEquals(conditionalEntropy(examplesOf([[0, 1, 2], [3, 1, 4]], 2), 2), 0);
});

Deno.test("where there is nothing to learn from, the reason says what to change", () => {
  const refused = (texts: readonly string[], context = 1, held_out = 0) => {
    const { code, message } = assertThrows(
      () => prepareData(texts, { ...WORDS, context, held_out }),
      TrainingError,
    );
    return [code, message.split(": ").at(-1)];
  };
  assertEquals(refused([" "]), ["no_text", "write a few sentences, one a line"]);
  assertEquals(refused(["a"]), ["no_text", "write whole sentences"]);
  assertEquals(refused(["a", "b"]), [
    "context_too_long",
    "choose a context of at most 1, and write sentences of two words or more",
  ]);
  assertEquals(refused(["a b", "c d e"], 3), ["context_too_long", "choose a context of at most 2"]);
  assertEquals(refused(["a a"]), ["one_token", "add another word"]);
  assertEquals(refused(["a", "a b"], 1, 50), ["no_text", "hold out fewer, or add sentences"]);
  assertEquals(prepareData(["a b", "c d e"], { ...WORDS, context: 2 }).train.targets.length, 1);
});

Deno.test("a vocabulary that holds every word has no unknown one; one word less has", () => {
  const tokens = (size: number) => createCorpusTokenizer(["b a c a"], "words", size).tokens;
  assertEquals([tokens(3), tokens(2), tokens(1)], [["a", "b", "c"], ["<unk>", "a"], ["<unk>"]]);
  const cut = createCorpusTokenizer(["b a c a"], "words", 2);
  assertEquals(cut.unknown, 0);
  assertEquals([tokenLabel(cut, 1), tokenLabel(cut, 9)], ["a", "<unk>"]);
  const pairs = createCorpusTokenizer(["a b a b"], "bpe", 257);
  assertEquals([tokenLabel(pairs, 32), tokenLabel(pairs, 10), tokenLabel(pairs, 97)], ["·", "↵", "a"]);
});

Deno.test("a visitor's lines are texts without their outer spaces, empty ones left out; a shipped corpus is split", () => {
  assertEquals(corpusTexts(" a b \n\n\t\nc\u00a0", null), ["a b", "c"]);
  const shipped = shippedCorpus("parcel_messages");
  assertEquals(corpusTexts("a\nb\n<|endoftext|>\nc", shipped), ["a\nb", "c"]);
  assertEquals(shippedCorpus("a b"), null);
});
