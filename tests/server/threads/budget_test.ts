import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { readConfig } from "@/lib/server/config.ts";
import { WITH_THREADS, WITHOUT_THREADS } from "@/lib/server/threads/cost.ts";
import { createComputeQueue } from "@/lib/server/threads/compute_queue.ts";
import { createSiteThreads, type SiteThreads } from "@/lib/server/threads/site_threads.ts";
import { MAX_CORPUS_LENGTH } from "@/lib/experiment/fields/ngram_limits.ts";
import { ngramEndpoint } from "@/routes/api/calculations/ngram.ts";
import { findPage } from "@/lib/server/embed.ts";
import { pages } from "@/routes/mod.ts";
import { pageCost } from "@/routes/threads/page_cost.ts";
import { planPasses } from "@/lib/lm/loss/text/passes.ts";
import { tokensOfPasses } from "@/lib/server/models/reading_cost.ts";
import { openNursery } from "@/routes/threads/open_nursery.ts";
import { createSite } from "@/main.ts";

const CONFIG = readConfig(() => undefined);

/** Notes what goes to threads, and answers with nothing. */
function noting() {
  const asked: string[] = [];
  const threads: SiteThreads = {
    answer(_, { method, url }) {
      asked.push(`${method} ${new URL(url).pathname}`);
      const headers: [string, string][] = [["content-type", "text/html"]];
      return Promise.resolve({ status: 200, headers, body: new ArrayBuffer(4) });
    },
    ready: Promise.resolve(),
    close: () => {},
  };
  const site = createSite(CONFIG, () => {}, null, { means: { threads, budget: WITH_THREADS } });
  const ask = async (path: string, init?: RequestInit) =>
    await site(new Request(`http://site.test${path}`, init));
  return { asked, ask };
}

function post(body: unknown): RequestInit {
  const text = JSON.stringify(body);
  const headers = { "content-type": "application/json", "content-length": `${text.length}` };
  return { method: "POST", headers, body: text };
}

const WORDS = "package left the warehouse ";

/** A layer of its own kind each: 20 kB that are answered by a megabyte. */
const HEADS = Array.from({ length: 4096 }, (_, layer) => layer + 1);

Deno.test("what is dear goes to a thread, what is cheap is answered here", async () => {
  const { asked, ask } = noting();
  const dear: [string, RequestInit?][] = [
    ["/?text=" + WORDS.repeat(100)],
    ["/ngram?corpus=everyday&unit=bpe&order=6&merges=77"],
    ["/kv-cache?layers=4096"],
    ["/models/parcel-bert?x"],
    ["/preview/ngram?corpus=everyday&unit=bpe&order=6&merges=77"],
    ["/train?tokens=bpe&vocabulary=50000&corpus=" + "abc".repeat(6000)],
    ["/table?table=T+->+a" + "+".repeat(3000)],
    ["/api/v1/ngram", post({ text: WORDS.repeat(20_000), order: 3 })],
    ["/api/v1/sample", post({ logits: [1, 2, 3], draws: 100_000 })],
    ["/api/v1/kv-cache", post({ tokens: 9, layers: 4096, kv_heads: HEADS, head_dim: 8 })],
  ];
  for (const [path, init] of dear) await (await ask(path, init)).body?.cancel();
  assertEquals(asked.length, dear.length, asked.join());
  const cheap: [string, RequestInit?][] = [
    ["/?text=The+package"],
    ["/softmax?logits=1,2"],
    ["/healthz"],
    ["/api/v1/softmax", post({ logits: [1, 2] })],
    ["/api/v1/ngram", post({ text: WORDS, order: 2 })],
  ];
  for (const [path, init] of cheap) assertEquals((await ask(path, init)).status, 200, path);
  assertEquals(asked.length, dear.length);
});

Deno.test("over the budget is 422 with the place and what to make smaller", async () => {
  const site = createSite(CONFIG, () => {}, null, { means: { threads: null, budget: WITHOUT_THREADS } });
  const body = post({ corpus: [WORDS.repeat(20_000)], order: 3, unit: "bpe" });
  const answer = await site(new Request("http://site.test/api/v1/ngram", body));
  assertEquals(answer.status, 422);
  const { errors, detail } = await answer.json();
  assertEquals(errors[0].pointer, "/corpus");
  assert(/make the corpus smaller/.test(detail));
  const page = await site(new Request(`http://site.test/softmax?temperature=7&logits=${"1,".repeat(3000)}1`));
  assertEquals(page.status, 422);
  const html = await page.text();
  assert(html.includes("make the query shorter"));
  assert(html.includes('<form method="get" action="/softmax">'));
  assert(html.includes('name="temperature" value="7"') && html.includes("1,1,1</textarea>"));
  assertEquals((await site(new Request("http://site.test/ngram"))).status, 200, "as it opens");
});

Deno.test("what is over the budget is left to the tab where that can compute it", async () => {
  const site = createSite(CONFIG, () => {}, null, { means: { threads: null, budget: WITHOUT_THREADS } });
  const text = WORDS.repeat(20).trim();
  // A text is no corpus for a page to count or to train on.
  const texts = pages.filter(({ path, tabComputes }) =>
    tabComputes && path !== "/ngram" && path !== "/train"
  );
  assert(texts.length >= 5);
  for (const path of [...texts.map(({ path }) => path), "/ngram?corpus=everyday&unit=bpe"]) {
    const asked = `${path}${path.includes("?") ? "&" : "?"}text=${path.includes("?") ? "" : text}`;
    const page = await site(new Request(`http://site.test${asked}`));
    const html = await page.text();
    assertEquals(page.status, 200, path);
    assert(html.includes("your tab computes it"), path);
    assert(!path.includes("?") === html.includes("package left the warehouse"), `${path} keeps its text`);
  }
  const short = await (await site(new Request("http://site.test/?text=The+package"))).text();
  assert(!short.includes("your tab computes it") && short.includes("data-probability"));
});

Deno.test("an n-gram request may take all that a body holds, with threads", () => {
  const text = "a".repeat(MAX_CORPUS_LENGTH);
  for (const order of [1, 3, 6]) {
    for (const unit of ["words", "bpe"]) {
      const { cost } = ngramEndpoint.prepare({ text, order, unit });
      assert(
        cost.milliseconds > WITH_THREADS.here && cost.milliseconds <= WITH_THREADS.most,
        `${unit} ${order}`,
      );
    }
  }
});

Deno.test("an n-gram request costs by the characters of its corpus and of its test together, its unit and its order", () => {
  const cost = (request: Record<string, unknown>) => {
    const { milliseconds, pointer } = ngramEndpoint.prepare(request).cost;
    return [pointer, Math.round(milliseconds * 1000)];
  };
  const [corpus, test] = [["a".repeat(600), "b".repeat(400)], ["c".repeat(250)]];
  // Each sentence counts three characters more: its marks and its separator.
  assertEquals(cost({ corpus, order: 2 }), ["/corpus", 2000 + (1000 + 2 * 3) * 0.5]);
  assertEquals(cost({ corpus, test, order: 2 }), ["/corpus", Math.round(2000 + (1250 + 3 * 3) * 0.5)]);
  assertEquals(cost({ text: "a".repeat(1000), order: 3, unit: "bpe" }), [
    "/text",
    Math.round(2000 + 1003 * 1.22),
  ]);
});

Deno.test("windows that move by less than they hold count all that is read again", async () => {
  assertEquals(tokensOfPasses(400, { convention: "hf", window: null, stride: null }), 400, "one pass");
  for (const [window, stride] of [[64, 1], [256, 1], [100, 50], [2, 1], [64, 64]] as const) {
    const settings = { convention: "hf", window, stride, bos: null } as const;
    const passes = planPasses(Array.from({ length: 400 }, (_, id) => id), settings);
    const read = passes.reduce((sum, { tokens }) => sum + tokens.length, 0);
    const told = tokensOfPasses(400, settings);
    assert(told >= read && told <= 1.2 * read + window, `${window}, ${stride}: ${told} for ${read}`);
  }
  const { asked, ask } = noting();
  const tokens = Array.from({ length: 400 }, (_, id) => id);
  const answer = await ask("/api/v1/score", post({ tokens, window: 256, stride: 1 }));
  assertEquals([answer.status, (await answer.json()).errors[0].pointer], [422, "/window"]);
  const page = await ask(`/score?window=256&stride=1&text=${WORDS.repeat(60)}`);
  assert((await page.text()).includes("your tab computes it"));
  assertEquals(asked, []);
});

Deno.test("no address costs more than its length says", () => {
  for (const path of ["/", "/softmax", "/ngram", "/train", "/table", "/kv-cache"]) {
    const cost = (length: number) =>
      pageCost(findPage(pages, path), `?text=${"a".repeat(length)}`).milliseconds;
    assert(cost(20_000) <= 2.1 * cost(10_000), path);
  }
});

Deno.test("a thread answers with the site's own page and API", async () => {
  const entries: unknown[] = [];
  const script = new URL("../../../routes/threads/nursery.ts", import.meta.url);
  const nursery = openNursery(() => new Worker(script, { type: "module" }));
  const threads = createSiteThreads({
    start: { config: CONFIG, storeKind: null },
    log: (entry) => void entries.push(entry),
    count: 1,
    queue: createComputeQueue(1, () => performance.now()),
    create: nursery.create,
    deadline: 60_000,
    isFair: true,
  })!;
  try {
    await threads.ready;
    const here = createSite(CONFIG, () => {}, null);
    const there = createSite(CONFIG, () => {}, null, {
      means: { threads, budget: { here: 0, most: Infinity } },
    });
    for (const path of ["/softmax?logits=1,2,3", "/table"]) {
      const request = () => new Request(`http://site.test${path}`);
      const [a, b] = [await here(request()), await there(request())];
      assertEquals(await b.text(), await a.text(), path);
      for (const { headers } of [a, b]) headers.delete("server-timing");
      assertEquals([...b.headers].sort(), [...a.headers].sort(), path);
    }
    // Pictures that were drawn are kept for all sites of a process: these are drawn by the thread alone.
    const drawn = async (path: string) =>
      (await (await there(new Request(`http://site.test${path}`))).bytes()).join();
    assertNotEquals(
      await drawn("/preview/softmax?logits=1,2,3"),
      await drawn("/preview/softmax?logits=3,2,1"),
      "a picture is drawn from its query",
    );
    const body = () =>
      new Request("http://site.test/api/v1/ngram", post({ text: WORDS.repeat(2000), order: 2 }));
    const [a, b] = [await here(body()), await there(body())];
    assertEquals(await b.json(), await a.json());
    assertEquals([b.status, b.headers.get("ratelimit-limit")], [200, "600"]);
    assertEquals(entries, []);
  } finally {
    threads.close();
    nursery.close();
  }
});
