import { assert, assertAlmostEquals, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { createNgramModel } from "@/lib/lm/ngram/model.ts";
import { encodeSentences } from "@/lib/lm/ngram/stream.ts";
import { createNgramVocabulary, NGRAM_CONVENTIONS } from "@/lib/lm/ngram/vocabulary.ts";
import { type Smoothing, SMOOTHING_METHODS } from "@/lib/lm/ngram/smoothing.ts";
import { CORPORA, type CorpusReference, type Figure, orderOf, referenceModel } from "./reference.ts";

const NLTK_MODELS: Readonly<Record<string, Smoothing>> = {
  MLE: { method: "none" },
  Laplace: { method: "add_k", k: 1 },
  "Lidstone_0.1": { method: "add_k", k: 0.1 },
  WittenBell: { method: "witten_bell" },
  "AbsDiscount_0.75": { method: "absolute_discounting" },
  "KneserNey_0.1": { method: "kneser_ney", discount: 0.1 },
  "KneserNey_0.75": { method: "kneser_ney" },
  "StupidBackoff_0.4": { method: "stupid_backoff" },
};

/** Whether NLTK's Kneser-Ney does not sum to 1 there (quirk nltk-kn-sum). */
function isQuirk(name: string, order: number, context: readonly string[]): boolean {
  const start = context.length >= order - 2 && context.every((token) => token === "<s>");
  return name.startsWith("KneserNey") && order >= 3 && start && context.length > 0;
}

for (const corpus of CORPORA) {
  for (const [key, { scores, vocabulary_size }] of Object.entries(corpus.nltk)) {
    for (const [name, expected] of Object.entries(scores)) {
      Deno.test(`createNgramModel() equals NLTK's ${name} on ${corpus.name}, ${key}`, () => {
        const order = orderOf(key);
        const settings = { order, convention: "nltk", smoothing: NLTK_MODELS[name]! } as const;
        const { model, ids } = referenceModel(corpus.sentences, settings);
        assertEquals(model.vocabularySize, vocabulary_size);
        corpus.probes[key]!.forEach((probe, i) => {
          const context = probe.slice(0, -1);
          if (isQuirk(name, order, context)) return;
          const p = model.probability(ids(context), ids(probe).at(-1)!);
          assertAlmostEquals(p, Number(expected[i]), 1e-11, probe.join(" "));
        });
      });
    }
  }
}

for (const corpus of CORPORA) {
  for (const [key, tool] of orders(corpus)) {
    for (const [name, expected] of Object.entries(tool.scores)) {
      const variant = textbookVariant(name, orderOf(key));
      if (!variant) continue;
      Deno.test(`createNgramModel() equals ${name} on ${corpus.name}, ${key}`, () => {
        const { model, ids } = referenceModel(corpus.sentences, { order: orderOf(key), ...variant.settings });
        corpus.probes[key]!.forEach((probe, i) => {
          const context = ids(probe.slice(0, -1));
          if (!variant.applies(probe.slice(0, -1))) return;
          const word = ids(probe).at(-1)!;
          const figure: Figure = model.predicts(word) ? model.probability(context, word) : null;
          if (expected[i] === null) {
            assertEquals(figure, variant.settings.convention === "kenlm" ? null : figure);
          } else assertAlmostEquals(Number(figure), Number(expected[i]), 1e-11, probe.join(" "));
        });
      });
    }
  }
}

function orders(corpus: CorpusReference) {
  return Object.entries(corpus.textbook).filter(([key]) => key.startsWith("order_"));
}

/** The settings under which a textbook figure is what the convention asks for. */
function textbookVariant(name: string, order: number) {
  const all = () => true;
  if (name === "kn_bos1_uniform_D0.75" || (name === "kn_padN_uniform_D0.75" && order === 2)) {
    return { settings: { convention: "kenlm", smoothing: { method: "kneser_ney" } }, applies: all } as const;
  }
  if (name === "mkn_bos1_uniform") {
    const settings = { convention: "kenlm", smoothing: { method: "modified_kneser_ney" } } as const;
    return { settings, applies: all };
  }
  if (name !== "kn_padN_none_D0.75") return null;
  const settings = { convention: "nltk", smoothing: { method: "kneser_ney" } } as const;
  const applies = (context: readonly string[]) => isQuirk("KneserNey", order, context);
  return { settings, applies: order === 2 ? (context: readonly string[]) => context.length === 1 : applies };
}

for (const corpus of CORPORA) {
  for (const [key, expected] of Object.entries(corpus.kenlm)) {
    Deno.test(`createNgramModel() equals KenLM on ${corpus.name}, ${key}`, () => {
      const smoothing = { method: "modified_kneser_ney", lmplz_last_ngram: true } as const;
      const settings = { order: orderOf(key), convention: "kenlm", smoothing } as const;
      const { model, ids } = referenceModel(corpus.sentences, settings);
      const sizes = model.counts.levels.map((level) => level.size);
      assertEquals(sizes, [...expected.ngram_counts]);
      assertEquals(model.discounts!.filter((d) => d.fallback).map((d) => d.order), [
        ...expected.fallback_orders,
      ]);
      model.discounts!.forEach(({ discounts }, n) =>
        discounts.forEach((d, i) => assertAlmostEquals(d, expected.discounts_by_order[n]![i]!, 1e-5))
      );
      corpus.test_sentences.forEach((sentence, s) => {
        const tokens = ids(["<s>", ...sentence, "</s>"]);
        expected.test_sentences[s]!.log10.forEach((log10, i) =>
          assertAlmostEquals(
            Math.log10(model.probability(tokens.slice(0, i + 1), tokens[i + 1]!)),
            log10,
            5e-7,
          )
        );
      });
      for (const line of expected.arpa_lines) {
        const [log10, ngram] = line.split("\t");
        const tokens = ids(ngram!.split(" "));
        if (ngram === "<s>") continue;
        assertAlmostEquals(
          Math.log10(model.probability(tokens.slice(0, -1), tokens.at(-1)!)),
          Number(log10),
          5e-7,
        );
      }
    });
  }
}

Deno.test("createNgramModel() has the reference's discounts", () => {
  for (const corpus of CORPORA) {
    for (const [key, tool] of orders(corpus)) {
      for (const [convention, name] of [["kenlm", "bos1"], ["nltk", "padN"]] as const) {
        const expected = tool.discounts?.[name];
        if (!expected) continue;
        const settings = {
          order: orderOf(key),
          convention,
          smoothing: { method: "modified_kneser_ney" },
        } as const;
        const { discounts } = referenceModel(corpus.sentences, settings).model;
        expected.forEach(([n1, n2, n3, n4, _, d1, d2, d3, fallback], i) => {
          assertEquals<readonly unknown[]>(discounts![i]!.countsOfCounts, [n1, n2, n3, n4]);
          assertEquals(discounts![i]!.fallback, fallback === "fallback");
          [d1, d2, d3].forEach((d, k) => assertAlmostEquals(discounts![i]!.discounts[k]!, Number(d), 1e-11));
        });
      }
    }
  }
});

const smoothing: fc.Arbitrary<Smoothing> = fc.record({
  method: fc.constantFrom(...SMOOTHING_METHODS),
  k: fc.double({ min: 0.001, max: 5, noNaN: true }),
  lambda: fc.double({ min: 0, max: 1, noNaN: true }),
  discount: fc.double({ min: 0, max: 1, noNaN: true }),
});
const word = fc.constantFrom("a", "b", "c", "d");

Deno.test("createNgramModel() gives distributions: they sum to 1 and agree with probability()", () => {
  const context = fc.array(fc.constantFrom("a", "b", "zebra", "<s>", "</s>"), { maxLength: 6 });
  const corpus = fc.array(fc.array(word, { maxLength: 6 }), { minLength: 1, maxLength: 8 });
  const convention = fc.constantFrom(...NGRAM_CONVENTIONS);
  const order = fc.integer({ min: 1, max: 6 });
  fc.assert(
    fc.property(
      corpus,
      order,
      convention,
      smoothing,
      context,
      (sentences, order, convention, smoothing, tokens) => {
        const { model, ids } = referenceModel(sentences, { order, convention, smoothing });
        const p = model.distribution(ids(tokens));
        p.forEach((share, id) =>
          assertAlmostEquals(share, model.predicts(id) ? model.probability(ids(tokens), id) : 0, 1e-12)
        );
        const sum = p.reduce((total, share) => total + share, 0);
        const nothing = model.events[0]!.total[0] === 0 && convention === "nltk";
        if (smoothing.method === "stupid_backoff" || (nothing && sum === 0)) return;
        if (smoothing.method === "none" && sum === 0) assert(model.notes(ids(tokens)).length > 0);
        else assertAlmostEquals(sum, 1, 1e-9);
      },
    ),
    { numRuns: 1000 },
  );
});

Deno.test("createNgramModel() takes numbers as tokens", () => {
  const vocabulary = createNgramVocabulary("kenlm");
  const stream = encodeSentences([[7, 9, 7], [7, 9]], vocabulary);
  const options = {
    order: 2,
    convention: "kenlm",
    smoothing: { method: "none" },
    tokenIds: vocabulary.size,
  } as const;
  assertEquals(createNgramModel(stream, options).probability([vocabulary.id(7)], vocabulary.id(9)), 2 / 3);
});

Deno.test("createNgramModel() refuses an order of 7 and a discount of 2", () => {
  const settings = { order: 7, convention: "kenlm", smoothing: { method: "none" } } as const;
  assertThrows(() => referenceModel([["a"]], settings), RangeError, "Order");
  const discounted = {
    order: 2,
    convention: "kenlm",
    smoothing: { method: "kneser_ney", discount: 2 },
  } as const;
  assertThrows(() => referenceModel([["a"]], discounted), RangeError, "discount");
});

Deno.test("backoff() says which orders a distribution comes from", () => {
  const { model, ids } = referenceModel([["a", "b"], ["c", "b"]], {
    order: 3,
    convention: "kenlm",
    smoothing: { method: "kneser_ney" },
  });
  const path = model.backoff(ids(["zebra", "b"])).map(({ order, used }) => [order, used]);
  assertEquals(path, [[3, false], [2, true], [1, true], [0, true]]);
});
