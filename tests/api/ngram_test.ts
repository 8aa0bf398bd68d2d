/** N-grams through HTTP: the counts of six messages, NLTK's and KenLM's own figures, and every refusal. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { CORPORA, orderOf } from "../lm/ngram/reference.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });
const MESSAGES = [
  "package left warehouse",
  "package left warehouse",
  "parcel left hub",
  "parcel left warehouse",
  "order left hub",
  "order left carrier",
];
const COUNTS = { corpus: MESSAGES, order: 2, context: ["left"] };

async function post(body: unknown) {
  const headers = { "content-type": "application/json" };
  const response = await ask("/api/v1/ngram", { method: "POST", body: JSON.stringify(body), headers });
  return { status: response.status, answer: await response.json() };
}

Deno.test("ngram gives the counts row of left: warehouse 3/6, hub 2/6, carrier 1/6, depot 0", async () => {
  const spelled = MESSAGES.map((message) => `<bos> ${message} <eos>`);
  const bodies = [
    COUNTS,
    { ...COUNTS, corpus: undefined, text: MESSAGES.join("\n") },
    { ...COUNTS, corpus: spelled },
    { ...COUNTS, convention: "nltk" },
  ];
  for (const body of bodies) {
    const { status, answer } = await post({ ...body, words: ["warehouse", "hub", "carrier", "depot"] });
    assertEquals(status, 200);
    assertEquals(answer.row, [
      { token: "warehouse", count: 3, probability: 3 / 6 },
      { token: "hub", count: 2, probability: 2 / 6 },
      { token: "carrier", count: 1, probability: 1 / 6 },
    ]);
    assertEquals(answer.total, 6);
    assertEquals(answer.probabilities, { warehouse: 0.5, hub: 1 / 3, carrier: 1 / 6, depot: 0 });
    assertEquals(answer.backoff, [{ order: 2, used: true, context: ["left"] }]);
  }
});

Deno.test("ngram counts the messages, their tokens and their contexts", async () => {
  const { answer } = await post(COUNTS);
  assertEquals([answer.sentences, answer.tokens, answer.vocabulary_size], [6, 18, 9]);
  assertEquals([answer.contexts, answer.test, answer.notes], [8, null, []]);
});

Deno.test("ngram takes <bos> and <eos> as other spellings of <s> and </s>", async () => {
  for (const begin of ["<s>", "<bos>"]) {
    const { answer } = await post({ ...COUNTS, context: [begin] });
    assertEquals(answer.row.map(({ token }: { token: string }) => token), ["package", "parcel", "order"]);
  }
  const { answer } = await post({ ...COUNTS, context: ["hub"], words: ["<eos>", "</s>"] });
  assertEquals(answer.probabilities, { "<eos>": 1, "</s>": 1 });
});

Deno.test("ngram has a probability for every token that sums to 1 under every smoothing", async () => {
  const words = ["package", "parcel", "order", "left", "warehouse", "hub", "carrier", "</s>", "never-seen"];
  const methods = [
    "add_k",
    "jelinek_mercer",
    "absolute_discounting",
    "witten_bell",
    "kneser_ney",
    "modified_kneser_ney",
  ];
  for (const method of methods) {
    for (const context of [["left"], ["parcel", "left"], ["never-seen"]]) {
      const { answer } = await post({ ...COUNTS, order: 3, context, words, smoothing: { method } });
      const total = Object.values<number>(answer.probabilities).reduce((a, b) => a + b, 0);
      assertAlmostEquals(total, 1, 1e-12, `${method} after ${context}`);
    }
  }
});

Deno.test("ngram has </s> in the row of NLTK's Kneser-Ney at order 1: the row sums to 1", async () => {
  for (const method of ["kneser_ney", "modified_kneser_ney"]) {
    const settings = { order: 1, convention: "nltk", smoothing: { method }, test: ["b a"] };
    const { answer } = await post({ corpus: ["a b", "a"], ...settings, words: ["a", "b", "</s>", "<s>"] });
    assertEquals(answer.probabilities, { a: 0.4, b: 0.2, "</s>": 0.4, "<s>": 0 });
    assertEquals(answer.row, [
      { token: "</s>", count: 2, probability: 0.4 },
      { token: "a", count: 2, probability: 0.4 },
      { token: "b", count: 1, probability: 0.2 },
    ]);
    assertEquals([answer.total, answer.test.tokens], [5, 3]);
    assertAlmostEquals(answer.test.perplexity, (0.2 * 0.4 * 0.4) ** (-1 / 3), 1e-12);
  }
});

Deno.test("ngram says when a context was never seen, and the perplexity that follows", async () => {
  const unseen = { ...COUNTS, context: ["depot"], test: ["package left depot"] };
  const { answer } = await post(unseen);
  assertEquals([answer.row, answer.total, answer.notes.length], [[], 0, 1]);
  assertEquals(answer.test, { tokens: 4, cross_entropy_nats: null, perplexity: null });
  const { answer: smoothed } = await post({ ...unseen, smoothing: { method: "kneser_ney" } });
  assertEquals(smoothed.backoff.map(({ used }: { used: boolean }) => used), [false, true, true]);
  assert(smoothed.test.perplexity > 1);
  assertAlmostEquals(Math.exp(smoothed.test.cross_entropy_nats), smoothed.test.perplexity, 1e-12);
});

Deno.test("ngram equals NLTK's Witten-Bell and KenLM's counts of the reference through HTTP", async () => {
  for (const { sentences, nltk, kenlm, probes } of CORPORA.slice(0, 2)) {
    const corpus = sentences.map((words) => words.join(" "));
    for (const [key, { scores, vocabulary_size }] of Object.entries(nltk).slice(0, 2)) {
      const settings = {
        corpus,
        order: orderOf(key),
        convention: "nltk",
        smoothing: { method: "witten_bell" },
      };
      for (const [i, probe] of probes[key]!.slice(0, 12).entries()) {
        const word = probe.at(-1)!;
        const { answer } = await post({ ...settings, context: probe.slice(0, -1), words: [word] });
        assertEquals(answer.vocabulary_size, vocabulary_size);
        assertAlmostEquals(
          answer.probabilities[word],
          Number(scores["WittenBell"]![i]),
          1e-11,
          probe.join(" "),
        );
      }
    }
    for (const [key, { ngram_counts }] of Object.entries(kenlm)) {
      const { answer } = await post({ corpus, order: orderOf(key) });
      assert(answer.vocabulary_size <= ngram_counts[0]!, "without <s>");
      assertEquals(answer.vocabulary_size, ngram_counts[0]! - 1);
    }
  }
});

Deno.test("ngram learns subword tokens and splits what is asked in the same way", async () => {
  const body = { ...COUNTS, unit: "bpe", merges: 100, order: 3, smoothing: { method: "kneser_ney" } };
  const { answer } = await post({ ...body, words: ["hub", "hubs"] });
  assert(answer.tokens >= 18);
  assert(answer.probabilities.hub > answer.probabilities.hubs && answer.probabilities.hubs > 0);
  const { answer: letters } = await post({ ...body, merges: 0 });
  assertEquals(letters.tokens, MESSAGES.join("").replaceAll(" ", "").length);
});

Deno.test("ngram names the field that is wrong", async () => {
  const pointer = async (body: unknown) => {
    const { status, answer } = await post(body);
    assertEquals(status, 422);
    return answer.errors[0].pointer;
  };
  assertEquals(await pointer({ order: 2 }), "/corpus");
  assertEquals(await pointer({ ...COUNTS, text: "a" }), "/corpus");
  assertEquals(await pointer({ ...COUNTS, order: 7 }), "/order");
  assertEquals(await pointer({ ...COUNTS, smoothing: { method: "magic" } }), "/smoothing/method");
  assertEquals(await pointer({ ...COUNTS, smoothing: { method: "add_k", k: 0 } }), "/smoothing/k");
  assertEquals(
    await pointer({ ...COUNTS, smoothing: { method: "kneser_ney", discount: 2 } }),
    "/smoothing/discount",
  );
  assertEquals(await pointer({ ...COUNTS, context: "left" }), "/context");
});

Deno.test("ngram refuses a body of more than 1 MiB", async () => {
  const { status } = await post({ ...COUNTS, corpus: [`${"a ".repeat(600_000)}`] });
  assertEquals(status, 413);
});

Deno.test("ngram answers the worst bodies of 1 MiB within seconds", async () => {
  const distinct = Array.from({ length: 150_000 }, (_, i) => i.toString(36)).join(" ");
  const empty = Array<string>(340_000).fill("");
  const letters = Array.from({ length: 30_000 }, (_, i) => (i * 2654435761 % 2 ** 32).toString(26).repeat(4))
    .join(" ");
  for (
    const body of [
      { corpus: [distinct], order: 6, convention: "nltk", smoothing: { method: "kneser_ney" } },
      { corpus: empty, order: 6, convention: "nltk", smoothing: { method: "modified_kneser_ney" } },
      { text: letters, order: 6, unit: "bpe", merges: 1000, smoothing: { method: "kneser_ney" } },
    ]
  ) {
    const start = performance.now();
    const { status } = await post(body);
    assertEquals(status, 200);
    const seconds = (performance.now() - start) / 1000;
    assert(seconds < 20, `${seconds} s`);
  }
});
