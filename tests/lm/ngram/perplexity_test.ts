import { assertAlmostEquals, assertEquals } from "@std/assert";
import { ngramPerplexity } from "@/lib/lm/ngram/perplexity.ts";
import type { Smoothing } from "@/lib/lm/ngram/smoothing.ts";
import { CORPORA, type Figure, orderOf, referenceModel } from "./reference.ts";

const NLTK_MODELS: Readonly<Record<string, Smoothing>> = {
  MLE: { method: "none" },
  Laplace: { method: "add_k" },
  "Lidstone_0.1": { method: "add_k", k: 0.1 },
  WittenBell: { method: "witten_bell" },
  "AbsDiscount_0.75": { method: "absolute_discounting" },
  "KneserNey_0.75": { method: "kneser_ney" },
  "StupidBackoff_0.4": { method: "stupid_backoff" },
};

const TEXTBOOK_MODELS: Readonly<Record<string, Smoothing>> = {
  mkn_bos1_uniform: { method: "modified_kneser_ney" },
  "kn_bos1_uniform_D0.75": { method: "kneser_ney" },
};

function assertFigure(actual: number, expected: Figure): void {
  if (expected === "Infinity") assertEquals(actual, Infinity);
  else assertAlmostEquals(actual / Number(expected), 1, 1e-11);
}

for (const corpus of CORPORA) {
  for (const [key, { perplexity }] of Object.entries(corpus.nltk)) {
    for (const [name, smoothing] of Object.entries(NLTK_MODELS)) {
      // Kneser-Ney from order 3 on is NLTK's only where that is a distribution.
      if (name.startsWith("KneserNey") && key !== "order_2") continue;
      Deno.test(`ngramPerplexity() equals NLTK's ${name} on ${corpus.name}, ${key}`, () => {
        const settings = { order: orderOf(key), convention: "nltk", smoothing } as const;
        const { model, ids } = referenceModel(corpus.sentences, settings);
        const report = ngramPerplexity(model, corpus.test_sentences.map(ids));
        const expected = perplexity[name]!;
        report.sentences.forEach((sentence, i) => assertFigure(sentence.perplexity, expected[i]!));
        assertFigure(report.padded!.perplexity, expected.at(-2)!);
      });
    }
  }
  for (const [key, tool] of Object.entries(corpus.textbook)) {
    for (const [name, smoothing] of Object.entries(TEXTBOOK_MODELS)) {
      const expected = key.startsWith("order_") ? tool.perplexity[name] : undefined;
      if (!expected) continue;
      Deno.test(`ngramPerplexity() equals ${name} on ${corpus.name}, ${key}`, () => {
        const settings = { order: orderOf(key), convention: "kenlm", smoothing } as const;
        const { model, ids } = referenceModel(corpus.sentences, settings);
        const report = ngramPerplexity(model, corpus.test_sentences.map(ids));
        report.sentences.forEach((sentence, i) => assertFigure(sentence.perplexity, expected[i]!));
        assertEquals(report.tokens, corpus.test_sentences.flat().length + corpus.test_sentences.length);
      });
    }
  }
}
