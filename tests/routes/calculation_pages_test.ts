/** The worked examples of the field on their pages, as the server renders them: without a script. */
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import { dataOf, documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith();

async function page(path: string): Promise<string> {
  const response = await ask(path);
  assertEquals(response.status, 200, path);
  return await response.text();
}

function data(html: string, name: string): string[] {
  return dataOf(documentOf(html), name);
}

function assertRounded(actual: readonly string[], expected: readonly number[], tolerance = 5.01e-4) {
  assertEquals(actual.length, expected.length, actual.join());
  actual.forEach((value, i) => assertAlmostEquals(Number(value), expected[i]!, tolerance));
}

/** Probabilities of the distribution's table. */
function probabilities(html: string): string[] {
  const tables = [...documentOf(html).querySelectorAll("table")];
  const table = tables.find(({ caption }) => caption?.textContent?.startsWith("Next-token distribution"));
  return table ? dataOf(table, "probability") : [];
}

Deno.test("GET /softmax opens with the support bot's distribution", async () => {
  const html = await page("/softmax");
  assertRounded(probabilities(html), [0.800, 0.178, 0.015, 0.005, 0.002]);
  for (const token of ["correctly", "slowly", "angrily", "the", "&lt;/s>"]) assertStringIncludes(html, token);
  assertStringIncludes(html, "0.800");
});

Deno.test("GET /softmax is deaf to a constant, and says what the temperature changes", async () => {
  const moved = await page("/softmax?add=1000");
  assertRounded(probabilities(moved), [0.800, 0.178, 0.015, 0.005, 0.002]);
  assertStringIncludes(moved, "changes no probability");
  assertStringIncludes(moved, "not a number");
  assertStringIncludes(await page("/softmax?temperature=2"), "changes a probability by up to 0.2");
});

Deno.test("GET /softmax draws as NumPy does", async () => {
  const html = await page(
    "/softmax?labels=warehouse,hub,carrier&logits=2.4,1.7,0.2&temperature=1.4&seed=4&draws=8",
  );
  assertRounded(probabilities(html), [0.551, 0.334, 0.115]);
  const [, list = ""] = /aria-label="Draws in order"[^>]*>(.*?)<\/ol>/s.exec(html) ?? [];
  assertEquals(data(list, "id"), ["2", "0", "2", "0", "1", "0", "1", "0"]);
});

Deno.test("GET /loss opens with three coins and a surprise", async () => {
  const html = await page("/loss");
  assertRounded(data(html, "perplexity"), [2.8284], 5.01e-5);
  assertRounded(data(html, "probability"), [0.5, 0.5, 0.5, 0.125]);
});

Deno.test("GET /loss?from=logits shows the shifted rows", async () => {
  const html = await page("/loss?from=logits");
  const rowOf = (name: string) =>
    dataOf(documentOf(html).querySelector(`tr[data-row="${name}"]`)!, "token-id");
  assertEquals([rowOf("inputs"), rowOf("targets")], [["0", "1", "2", "3"], ["1", "2", "3", "4"]]);
});

Deno.test("GET /loss gives perplexity at its ends, and the chain rule", async () => {
  assertEquals(data(await page("/loss?probabilities=1,1,1"), "perplexity"), ["1"]);
  assertRounded(data(await page("/loss?probabilities=0.00002,0.00002"), "perplexity"), [50_000], 1e-6);
  assertRounded(data(await page("/loss?losses_nats=0.69"), "perplexity"), [2], 0.01);
  const chain = await page("/loss?probabilities=0.6,0.8,0.25,0.5");
  assertRounded(data(chain, "sequence-probability"), [0.06], 1e-12);
  assertStringIncludes(chain, "0.6 · 0.8 · 0.25 · 0.5 = 0.06");
});

Deno.test("GET /loss says what does not fit together, and keeps it", async () => {
  const html = await page("/loss?logits=1,2%0A3,4&targets=0");
  assertStringIncludes(html, "2 rows, 1 targets");
  assertStringIncludes(html, ">1,2\n3,4</textarea>");
});

Deno.test("GET /table runs the loop of the order to its end", async () => {
  const bare = await page("/table");
  assertEquals([data(bare, "stop"), data(bare, "text")], [[], ["Order shipped from the"]]);
  assertStringIncludes(bare, "which one will the loop take?");
  assertEquals(data(await page("/table?max_steps=3"), "stop"), ["end"], "as links had before");
  const html = await page("/table?run=1");
  const list = documentOf(html).querySelector<HTMLElement>('ol.drawn[aria-label="Generated tokens"]')!;
  assertEquals([list.dataset["stop"], dataOf(list, "token")], ["end", ["warehouse", ".", "</s>"]]);
  assertEquals(dataOf(list, "id"), ["0", "3", "5"], "in the order in which the rows first name them");
  assertEquals(data(await page("/table?run=1&max_steps=1"), "stop"), ["limit"]);
  assertEquals(data(html, "text"), ["Order shipped from the warehouse."]);
});

Deno.test("GET /table says that no row was found by the reason of every generation", async () => {
  const html = await page("/table?run=1&start=Nowhere");
  assertEquals(data(html, "stop"), ["context"]);
  assertStringIncludes(html, "The table has no row for this text");
});

Deno.test("GET /table helps a row that does not sum to 1", async () => {
  const html = await page(`/table?start=a&table=${encodeURIComponent("a -> b 0.5, c 0.3")}`);
  assertStringIncludes(html, "they sum to 0.8");
  const [, href = ""] = /<a href="([^"]*)"[^>]*>Divide the row by its sum/.exec(html) ?? [];
  const fixed = await page(href.replaceAll("&amp;", "&"));
  assertEquals(data(fixed, "text"), ["a b"]);
});

Deno.test("GET /context leads to the windows of 1, 10 and 100 tokens more, to the full one and to the empty one", async () => {
  const generated = async (query: string) => {
    const links = [
      ...documentOf(await page(`/context?${query}`)).querySelectorAll<HTMLAnchorElement>(".toolbar a"),
    ];
    return links.map((link) => [
      link.textContent,
      new URL(link.getAttribute("href")!, "http://site.test/").searchParams.get("generated_tokens"),
    ]);
  };
  assertEquals(await generated("limit=50&prompt_tokens=20&generated_tokens=7"), [
    ["Generate 1 more", "8"],
    ["10 more", "17"],
    ["Fill", "30"],
    ["Empty", "0"],
  ]);
  const full = await generated("limit=100&prompt_tokens=300&generated_tokens=1");
  assertEquals(full.slice(2), [["100 more", "101"], ["Fill", "0"], ["Empty", "0"]]);
});

Deno.test("GET /context is full at 8,000 tokens", async () => {
  const html = await page("/context");
  assertEquals([data(html, "used"), data(html, "full")], [["8000"], ["true"]]);
  assertStringIncludes(html, "token 8,001 needs a policy");
  assertEquals(data(html, "policy"), [
    "reject",
    "truncate_start",
    "truncate_middle",
    "keep_prefix",
    "slide_with_sinks",
    "summarize",
  ]);
  const reject = await page("/context?policy=reject&generated_tokens=399");
  assertEquals([data(reject, "full"), data(reject, "free")], [["false"], ["1"]]);
});

Deno.test("GET /softmax heads its exponentials by what was exponentiated: z, or z / T", async () => {
  const heads = async (path: string) =>
    [...documentOf(await page(path)).querySelectorAll("thead th")].map((head) => head.textContent!.trim())
      .filter((head) => head.startsWith("exp("));
  const written = (exponent: string) => [
    `exp(${exponent})`,
    `exp(${exponent}) divided by their sum`,
    `exp(${exponent} − max)`,
    `exp(${exponent} − max) divided by their sum`,
  ];
  assertEquals(await heads("/softmax"), written("z"));
  assertEquals(await heads("/softmax?temperature=2"), written("z / T"));
});

Deno.test("a value that cannot be used stays in its field with the reason, and the default is shown", async () => {
  const html = await page("/softmax?logits=1,two&temperatur=3");
  assertStringIncludes(html, 'value="1,two"');
  assertStringIncludes(html, "which is no number");
  assertStringIncludes(html, "temperatur=3 is not a name that this page knows");
  assertRounded(probabilities(html), [0.800, 0.178, 0.015, 0.005, 0.002]);
});

Deno.test("each calculation is also an embed, without explanations", async () => {
  for (const path of ["softmax", "loss", "table", "context"]) {
    const html = await page(`/embed/${path}`);
    assert(!html.includes('class="explanations"'), path);
    assertStringIncludes(html, '<is-land name="');
    assertStringIncludes(html, 'method="get"');
  }
});

Deno.test("GET /api shows every endpoint, and runs one where no script does", async () => {
  const html = await page("/api");
  for (const name of ["softmax", "sample", "shift", "loss", "loop", "context"]) {
    assertStringIncludes(html, `curl -s http://site.test/api/v1/${name} -H`);
  }
  const body = encodeURIComponent('{"logits":[0,0]}');
  assertStringIncludes(await page(`/api?run=softmax&body=${body}`), "&quot;effective_choices&quot;: 2");
  assertEquals(data(await page("/api?run=softmax&body=%7B"), "status"), ["400"]);
  assertEquals(data(await page("/api?run=softmax&body=%7B%7D"), "status"), ["422"]);
  assertEquals(data(await page("/api?run=nothing&body=%7B%7D"), "status"), []);
});
