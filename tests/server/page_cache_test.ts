import { assert, assertEquals } from "@std/assert";
import { Hono } from "hono";
import { pageCache } from "@/lib/server/page_cache.ts";
import type { Site, SiteEnv } from "@/lib/server/site.ts";
import { siteWith } from "./site_under_test.ts";

/** A site of one page that counts how often it is made, and a clock. */
function counting(cacheControl: string, length = 0) {
  const state = { made: 0, time: 0 };
  const filling = "x".repeat(length);
  const app = new Hono<SiteEnv>();
  const pages = ["/x", "/y", ...Array.from({ length: 40 }, (_, i) => `/p${i}`)].map((path) => ({ path }));
  app.use((c, next) => (c.set("site", { pages } as unknown as Site), next()));
  app.use(pageCache(() => state.time));
  app.get("*", async (c) => {
    await Promise.resolve();
    return c.text(`${++state.made}${filling}`, 200, { "cache-control": cacheControl });
  });
  const ask = async (path: string, headers: Record<string, string> = {}) =>
    await (await app.request(`http://site.test${path}`, { headers })).text();
  return { state, ask };
}

Deno.test("pageCache() makes a page once until its time is over", async () => {
  const { state, ask } = counting("public, s-maxage=300");
  assertEquals(await Promise.all([ask("/x"), ask("/x"), ask("/x")]), ["1", "1", "1"]);
  state.time = 299_999;
  assertEquals(await ask("/x"), "1");
  state.time = 300_000;
  assertEquals(await ask("/x"), "2");
});

Deno.test("pageCache() tells paths and codings apart, and keeps nothing with a query", async () => {
  const { ask } = counting("public, s-maxage=300");
  assertEquals(await ask("/x"), "1");
  assertEquals(await ask("/y"), "2");
  assertEquals(await ask("/x", { "accept-encoding": "br" }), "3");
  assertEquals([await ask("/x?text=mine"), await ask("/x?text=mine")], ["4", "5"]);
  assertEquals(await ask("/x"), "1");
  assertEquals([await ask("/e/stored"), await ask("/e/stored")], ["6", "7"]);
});

Deno.test("pageCache() keeps nothing that a shared cache may not keep", async () => {
  const { ask } = counting("private, no-cache");
  assertEquals([await ask("/x"), await ask("/x")], ["1", "2"]);
});

Deno.test("pageCache() keeps no more than 16 MB, those that were asked for last", async () => {
  const { state, ask } = counting("public, s-maxage=300", 999_900);
  for (let i = 0; i < 40; i++) await ask(`/p${i}`);
  const isKept = async (path: string) => {
    const before = state.made;
    await ask(path);
    return state.made === before;
  };
  const kept = [];
  for (let i = 39; i >= 20; i--) if (await isKept(`/p${i}`)) kept.push(i);
  assert(kept.length >= 14 && kept.length <= 16, kept.join());
  assertEquals(kept[0], 39);
});

Deno.test("a page from the cache is the page, with its headers", async () => {
  const ask = siteWith();
  const [first, second] = [await ask("/softmax"), await ask("/softmax")];
  for (const { headers } of [first, second]) headers.delete("server-timing");
  assertEquals([...second.headers], [...first.headers]);
  assertEquals(await second.text(), await first.text());
});
