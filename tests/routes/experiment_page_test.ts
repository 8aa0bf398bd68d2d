import { assert, assertEquals, assertMatch, assertNotEquals, assertStringIncludes } from "@std/assert";
import type { StoredResults } from "@/lib/experiment/store/stored_experiment.ts";
import { labs } from "@/routes/labs.ts";
import { memoryStore } from "../server/memory_store.ts";
import { documentOf, inlineParts } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const NONE = { title: null, note: null, results: null };
const OPTIONS = { client: "a", expiresAt: null };

type Content = Parameters<Awaited<ReturnType<typeof memoryStore>>["store"]["save"]>[0];

/** A site that has stored one experiment. */
async function siteThatStored(content: Partial<Content>, expiresAt: number | null = null) {
  const opened = await memoryStore();
  const ask = siteWith({ PUBLIC_ORIGIN: "https://example.org" }, [], opened.store);
  const full = { page: "/", query: {}, ...NONE, ...content };
  const outcome = await opened.store.save(full, { ...OPTIONS, expiresAt });
  if (outcome.kind !== "stored") throw new Error(outcome.kind);
  const { id, deleteToken } = outcome;
  return { ...opened, ask, id, deleteToken, [Symbol.dispose]: opened[Symbol.dispose] };
}

/** The props of an island of a page. */
function propsOf(html: string, name: string): Record<string, unknown> {
  const island = documentOf(html).querySelector(`is-land[name="${name}"]`);
  return JSON.parse(island?.getAttribute("props") ?? "null");
}

Deno.test("every page shows a stored experiment in place, and nothing of it is shared or indexed", async () => {
  for (const { path: page } of labs) {
    using site = await siteThatStored({ page, title: "Mine & yours", note: "<b>Look</b>\nhere" });
    const response = await site.ask(`/e/${site.id}`);
    const html = await response.text();
    assertEquals([response.status, response.headers.get("cache-control")], [200, "private, no-cache"], page);
    assertStringIncludes(html, '<meta name="robots" content="noindex"/>', page);
    assertStringIncludes(html, `<link rel="canonical" href="https://example.org/e/${site.id}"/>`, page);
    assertStringIncludes(html, "<title>Mine &amp; yours · Next-Token Playground</title>", page);
    assertStringIncludes(html, "&lt;b>Look&lt;/b>\nhere", page);
    assertStringIncludes(html, "kept until <time", page);
    const document = documentOf(html);
    assertEquals(document.querySelectorAll("h1").length, 1, page);
    assertEquals(inlineParts(document), [], page);
    // Without a script its form leads to the page itself.
    assertStringIncludes(html, `action="${page}"`, page);
    assert(!/ (href|action)="\?/.test(html), `${page} has an address that starts at the experiment's`);
  }
});

Deno.test("the answer is that of the stored query, also where no address could hold it", async () => {
  const text = "The package left the hub. ".repeat(800);
  using site = await siteThatStored({ query: { text, seed: "7" } });
  const html = await (await site.ask(`/e/${site.id}`)).text();
  const { query, base } = propsOf(html, "Predictor") as {
    query: { text: string; seed: number };
    base: string;
  };
  assertEquals([query.text, query.seed, base], [text, 7, "/"]);
  for (const element of documentOf(html).querySelectorAll("[href], [content], [action], [src]")) {
    for (const { name, value } of element.attributes) {
      if (name !== "props") assert(value.length <= 8000, `${name} ${value.slice(0, 80)}`);
    }
  }
  using softmax = await siteThatStored({ page: "/softmax", query: { logits: ["1", "2"], add: "3" } });
  const stored = await (await softmax.ask(`/e/${softmax.id}`)).text();
  assertEquals(propsOf(stored, "Softmax"), { search: "?logits=1&logits=2&add=3", base: "/softmax" });
  assertMatch(stored, /softmax of the logits plus 3/);
});

Deno.test("the author's results are on the page as theirs, and in nothing that previews read", async () => {
  const results: StoredResults = {
    sources: ["parcel-gpt@1 cpu"],
    figures: [{ name: "Secret figure", value: 0.123456789 }, { name: "Far", value: null }],
  };
  using site = await siteThatStored({ results });
  const html = await (await site.ask(`/e/${site.id}`)).text();
  assertStringIncludes(html, "The author’s results: 2 figures by parcel-gpt@1 cpu. Nobody has checked them");
  assertMatch(html, /<th scope="row">Secret figure<\/th><td class="num" title="0.123456789">0.1234568<\/td>/);
  assertStringIncludes(html, "infinite");
  const head = html.slice(0, html.indexOf("</head>"));
  assert(!head.includes("0.123456789") && !head.includes("Secret figure"));
});

Deno.test("the island knows the query as the page's own address will write it", async () => {
  const results: StoredResults = { sources: [], figures: [{ name: "a", value: 1 }] };
  using site = await siteThatStored({ page: "/softmax", query: { temperature: "0.50", seed: "0" }, results });
  const html = await (await site.ask(`/e/${site.id}`)).text();
  assertEquals(propsOf(html, "StoredResults"), { results, base: "/softmax", query: "temperature=0.5" });
});

Deno.test("an unknown, a deleted and an expired experiment say so, and what to do", async () => {
  using site = await siteThatStored({ title: "Gone" }, Date.now() + 86_400_000);
  const page = async (path: string) => {
    const response = await site.ask(path);
    return [response.status, await response.text()] as const;
  };
  assertStringIncludes((await page(`/e/${site.id}`))[1], "kept until <time");
  for (const path of ["/e/AAAAAAAAAAAAAAAA", "/e/x"]) {
    const [status, html] = await page(path);
    assertEquals(status, 404, path);
    assertStringIncludes(html, "No experiment is stored here");
    assertStringIncludes(html, "noindex");
  }
  site.clock.time += 86_400_000;
  const [status, html] = await page(`/e/${site.id}`);
  assertEquals(status, 410);
  assertStringIncludes(html, "This experiment has expired");
  assert(!html.includes("Gone"));
  await site.store.remove(site.id, site.deleteToken);
  assertEquals((await page(`/e/${site.id}`))[0], 404);
});

Deno.test("a site tells its pages and whoever runs it whether it has a store", async () => {
  using site = await siteThatStored({});
  const without = siteWith();
  const said = async (ask: typeof without) =>
    /"experiment-store" content="(\w+)"/.exec(await (await ask("/")).text())?.[1];
  assertEquals([await said(site.ask), await said(without)], ["kv", "none"]);
  assertEquals((await (await site.ask("/healthz")).json()).store, "kv");
  const response = await without(`/e/${site.id}`);
  assertEquals(response.status, 404);
  assertStringIncludes(await response.text(), "This site stores no experiments");
});

Deno.test("its picture is drawn from its query, however long that is, and goes when it goes", async () => {
  const text = "The package left the hub. ".repeat(800);
  using site = await siteThatStored({ query: { text, seed: "7" } });
  const html = await (await site.ask(`/e/${site.id}`)).text();
  const picture = /property="og:image" content="([^"]*)"/.exec(html)?.[1];
  assertEquals(picture, `https://example.org/preview/e/${site.id}`);
  const draw = async (path: string) => {
    const response = await site.ask(path);
    return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
  };
  const stored = await draw(`/preview/e/${site.id}`);
  assertEquals([stored.status, stored.bytes[1]], [200, 0x50]);
  assertNotEquals(stored.bytes, (await draw("/preview/predictor")).bytes);
  await site.store.remove(site.id, site.deleteToken);
  for (const id of [site.id, "x"]) assertEquals((await draw(`/preview/e/${id}`)).status, 404);
});
