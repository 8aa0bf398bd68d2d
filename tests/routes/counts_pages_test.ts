/** /ngram and /kv-cache as the server renders them: complete without a script. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { dataOf, documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

async function html(address: string): Promise<string> {
  const response = await ask(address);
  assertEquals(response.status, 200, address);
  return await response.text();
}

function data(page: string, name: string): string[] {
  return dataOf(documentOf(page), name);
}

Deno.test("GET /kv-cache shows 1.00 GiB without a query, and 4K and 128K tokens beside it", async () => {
  const page = await html("/kv-cache");
  assertMatch(page, /data-part="total" data-bytes="1073741824"/);
  assertMatch(page, /data-part="4096" data-bytes="2147483648"/);
  assertMatch(page, /data-part="131072" data-bytes="68719476736"/);
  assertStringIncludes(page, "1.00\u00a0GiB");
  assertStringIncludes(page, "= 4,096 bytes a token and layer");
});

Deno.test("GET /kv-cache answers as its form sends it: 32,768 tokens are 16.00 GiB", async () => {
  const form = "preset=&batch=4&tokens=32768&layers=32&kv_heads=8&head_dim=128&window=&repository=&config=" +
    "&dtype=bf16&key_dtype=same&value_dtype=same&memory_gib=&weights_gib=";
  const page = await html(`/kv-cache?${form}`);
  assertMatch(page, /data-part="total" data-bytes="17179869184"/);
  assert(!page.includes('class="notices"'), "an empty field is no mistake");
});

Deno.test("GET /kv-cache takes a preset and a configuration, and says what it cannot use", async () => {
  const preset = await html("/kv-cache?preset=gpt-oss-20b&tokens=8192&batch=32");
  assertMatch(preset, /data-part="upper" data-bytes="12884901888"/);
  assertStringIncludes(preset, "huggingface.co/openai/gpt-oss-20b/blob/main/config.json");
  const bad = await html("/kv-cache?config=%7B&tokens=many");
  assertStringIncludes(bad, "There is no cache to compute.");
  assertStringIncludes(bad, "tokens=many");
});

Deno.test("GET /ngram without a query shows warehouse 3/6, hub 2/6, carrier 1/6, depot 0", async () => {
  const page = await html("/ngram");
  assertEquals(data(page, "token").slice(0, 3), ["warehouse", "hub", "carrier"]);
  assertEquals(data(page, "count").slice(0, 3), ["3", "2", "1"]);
  const rows = [
    ...documentOf(page).querySelectorAll<HTMLElement>("[data-token][data-count][data-probability]"),
  ];
  assertEquals(rows.slice(0, 3).map(({ dataset }) => [dataset["token"], Number(dataset["probability"])]), [
    ["warehouse", 0.5],
    ["hub", 2 / 6],
    ["carrier", 1 / 6],
  ]);
  assertMatch(page, /data-method="none" data-seen="[^"]+" data-unseen="0" data-words="0.5 0"/);
  assertMatch(page, /<caption[^>]*>Next-token distribution after left/);
});

Deno.test("GET /ngram lists what was drawn by the ids of its rows, and names why it stopped", async () => {
  const list = async (query: string) =>
    documentOf(await html(`/ngram?${query}`)).querySelector<HTMLElement>('[aria-label="Generated tokens"]')!;
  const whole = await list("text=a+b&order=2&context=<s>");
  assertEquals([whole.dataset["stop"], dataOf(whole, "token")], ["end", ["a", "b", "</s>"]]);
  // Three marks stand before the words: the unknown word, <s> and </s>.
  assertEquals(dataOf(whole, "id"), ["3", "4", "2"]);
  const short = await list("text=a+b&order=2&context=<s>&max_tokens=1");
  assertEquals([short.dataset["stop"], dataOf(short, "id")], ["limit", ["3"]]);
  const lost = await list("text=a+b&order=2&context=zebra");
  assertEquals([lost.dataset["stop"], dataOf(lost, "id")], ["context", []]);
});

Deno.test("GET /kv-cache puts no figure on what it does not count", async () => {
  const items = [...documentOf(await html("/kv-cache?preset=llama-3.1-8b")).querySelectorAll(".card-key li")];
  const hatched = items.filter((item) => item.querySelector(".key-hatched") !== null);
  assertEquals(hatched.map((item) => item.textContent), ["not counted: activations, allocator, batching"]);
});

Deno.test("GET /ngram speaks of backing off where a method does, and then with its factor", async () => {
  const way = async (query: string) => {
    const document = documentOf(await html(`/ngram${query}`));
    const path = document.querySelector(".backoff-path")!;
    return `${path.getAttribute("aria-label")} ${
      document.querySelector("h1")!.textContent
    } ${path.textContent}`;
  };
  for (const query of ["", "?smoothing=add_k", "?order=3&context=parcel+left", "?context=depot"]) {
    assert(!/back/i.test(await way(query)), await way(query));
  }
  const backed = await way("?order=3&smoothing=stupid_backoff&context=customer+left");
  assertMatch(backed, /backs off to the shorter context, times the factor/);
  assertMatch(backed, /0\.4/);
});

Deno.test("GET /ngram answers a text of the visitor's, with every panel", async () => {
  const query = new URLSearchParams({
    text: "a b c\na b d\nx b e\nx b e",
    order: "3",
    smoothing: "kneser_ney",
    context: "a b",
    words: "c zebra",
    test: "a b e",
  });
  const page = await html(`/ngram?${query}`);
  assertEquals(data(page, "sentences"), ["4"]);
  for (
    const caption of [
      "Sparsity, measured",
      "Held-out perplexity",
      "Two contexts that a bigram",
      "Bigram counts",
    ]
  ) {
    assertStringIncludes(page, caption);
  }
  assertStringIncludes(page, 'aria-label="Generated tokens"');
  assertEquals(data(page, "used"), ["1", "1", "1", "1"]);
});

Deno.test("GET /ngram counts what ships with the site, and the same again from memory", async () => {
  const address = "/ngram?corpus=everyday&order=3&smoothing=kneser_ney&context=one+of";
  const first = await html(address);
  const start = performance.now();
  assertEquals(await html(address), first);
  assert(performance.now() - start < 2000);
  assert(Number(data(first, "vocabulary")[0]) > 10_000);
  assertStringIncludes(first, "The whole matrix");
});

Deno.test("GET /ngram says what is missing and keeps what was typed", async () => {
  const page = await html("/ngram?corpus=%0A%0A&order=12&text=%20");
  assertStringIncludes(page, "Nothing was counted.");
  assertStringIncludes(page, "order=12");
  const unigram = await html("/ngram?order=1&text=only+one+sentence");
  assertStringIncludes(unigram, "choose order 2 or more");
  assertStringIncludes(unigram, "at least two sentences");
});

Deno.test("GET /embed/ngram and /embed/kv-cache are the instruments alone", async () => {
  for (const name of ["ngram", "kv-cache"]) {
    const page = await html(`/embed/${name}`);
    assertStringIncludes(page, "<is-land");
    assert(!page.includes("explanations"));
  }
});
