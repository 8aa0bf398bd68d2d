/** How much a picture shows, how many are drawn, and how much of them is kept: the last that is, the first that is not. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { Hono } from "hono";
import { renderToString } from "preact-render-to-string";
import { formatTable } from "@/lib/experiment/fields/table_field.ts";
import { tableModel } from "@/lib/lm/generation/table_model.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import type { Site, SiteEnv } from "@/lib/server/site.ts";
import { readConfig } from "@/lib/server/config.ts";
import type { SiteThreads } from "@/lib/server/threads/site_threads.ts";
import { layOutChips } from "@/lib/ui/preview/chip_line.tsx";
import { pages } from "@/routes/mod.ts";
import { preview } from "@/routes/preview/mod.ts";
import { previewOf } from "@/routes/preview/previews.ts";
import { bodyOf } from "@/tests/fixtures/document_of.ts";
import { siteWith } from "@/tests/server/site_under_test.ts";

async function svgOf(path: string, query: string): Promise<HTMLElement> {
  return bodyOf(renderToString(await previewOf(path, pages)!.draw(new URLSearchParams(query))));
}

/** What the picture's words say, in their order. */
async function wordsOf(path: string, query: string): Promise<string[]> {
  return [...(await svgOf(path, query)).querySelectorAll("text")].map(({ textContent }) => textContent!);
}

const percents = (words: readonly string[]) =>
  words.flatMap((word) => /^([\d.]+)\s%$/.exec(word)?.[1] ?? []).map(Number);

Deno.test("a picture has five of the likeliest tokens, and one bar for all others", async () => {
  const { size } = serverModel("parcel-gpt").vocabulary;
  const others = async (path: string, query: string) => {
    const words = await wordsOf(path, query);
    return [words.find((word) => word.startsWith("the other ")), percents(words)];
  };
  assertEquals(await others("/softmax", "logits=0,0,0,0,0&labels=a,b,c,d,e"), [
    undefined,
    [20, 20, 20, 20, 20],
  ]);
  assertEquals(await others("/softmax", "logits=1,0,0,0,0,0,0&labels=a,b,c,d,e,f,g"), [
    "the other 2 tokens",
    [31.2, 11.5, 11.5, 11.5, 11.5, 22.9],
  ]);
  const counted = (next: string) =>
    `text=${
      encodeURIComponent(next.split("").map((each) => `x ${each}`).join("\n"))
    }&context=x&smoothing=none`;
  // Three others never followed: x, the end, and what is unknown.
  assertEquals((await others("/ngram", counted("abcde")))[0], "the other 3 tokens");
  assertEquals(await others("/ngram", counted("abcdef")), ["the other 4 tokens", Array(6).fill(16.7)]);
  const [other, shares] = await others("/", "text=Where+is+a") as [string, number[]];
  assertEquals([other, shares.length], [`the other ${(size - 5).toLocaleString("en-US")} tokens`, 6]);
  assertAlmostEquals(shares.reduce((sum, each) => sum + each), 100, 0.31);
  assert(shares[5]! > 1, `the others have their share: ${shares}`);
  const [rest, three] = await others("/learn", "") as [string, number[]];
  assertEquals([rest, three.length], [`the other ${(size - 3).toLocaleString("en-US")} tokens`, 4]);
});

Deno.test("a picture has the first five steps of a loop", async () => {
  const rows = Array.from({ length: 7 }, (_, i) => ["a".repeat(i + 1), { a: 1 }] as const);
  const table = formatTable(tableModel(Object.fromEntries(rows)));
  const steps = async (most: number) => {
    const words = await wordsOf(
      "/table",
      new URLSearchParams({ table, start: "a", max_steps: `${most}` }).toString(),
    );
    return [words.at(-1), percents(words).length];
  };
  assertEquals(await steps(5), ["5 steps, stopped at the step limit", 5]);
  assertEquals(await steps(6), ["the first 5 of 6 steps, stopped at the step limit", 5]);
});

Deno.test("a picture has two lines of a prompt, and one of a context of counts", async () => {
  const lines = async (path: string, query: string) => {
    const svg = await svgOf(path, query);
    // The tokens of the bars are smaller.
    const chips = [...svg.querySelectorAll("rect[rx='6'][height='48']")];
    return new Set(chips.map((each) => each.getAttribute("y"))).size;
  };
  assertEquals(await lines("/", `text=${"word+".repeat(60)}`), 2);
  const text = `${"somewhere ".repeat(30)}here`;
  assertEquals(await lines("/ngram", `order=5&text=${text}&context=${text}`), 1);
});

Deno.test("layOutChips() looks at as many chips from the end as could fit, and fills its lines with them", () => {
  const area = { x: 0, width: 300, size: 20, mostLines: 2 };
  const chips = Array.from({ length: 500 }, () => ({ text: "x" }));
  // A letter of 12 pixels, 5 beside it on both sides, 4 between two of them.
  assertEquals(layOutChips(chips, area).map((line) => line.length), [11, 11]);
});

Deno.test("a picture's curve has 400 points at most", async () => {
  const points = async (steps: number) => {
    const svg = await svgOf("/train", `steps=${steps}`);
    return svg.querySelector("path[stroke-width='5']")!.getAttribute("d")!.match(/[ML]/g)!.length;
  };
  assertEquals([await points(400), await points(401)], [400, 400]);
});

/** The pictures of a site whose threads draw at once; how often they did. */
function pictures(most: number, bytes: number, environment: Record<string, string> = {}) {
  let drawn = 0;
  const answer = () => {
    drawn++;
    return Promise.resolve({ status: 200, headers: [], body: new ArrayBuffer(bytes) });
  };
  const threads = { answer } as unknown as SiteThreads;
  const config = readConfig((name) => environment[name]);
  const site = { config, pages, means: { threads, budget: { most } } } as unknown as Site;
  const app = new Hono<SiteEnv>();
  app.use((c, next) => (c.set("site", site), next()));
  app.get("/preview/:page", preview);
  return {
    drawn: () => drawn,
    ask: async (query: string, page = "context") => {
      const response = await app.request(`http://site.test/preview/${page}?${query}`);
      return [response.status, (await response.arrayBuffer()).byteLength];
    },
  };
}

Deno.test("a client has 60 pictures drawn a minute, whatever more the API allows", async () => {
  const { ask, drawn } = pictures(1000, 3);
  const statuses: (number | undefined)[] = [];
  for (let limit = 1001; limit <= 1061; limit++) statuses.push((await ask(`limit=${limit}`))[0]);
  assertEquals([statuses.slice(-2), new Set(statuses.slice(0, -1)), drawn()], [
    [200, 429],
    new Set([200]),
    60,
  ]);
  const few = pictures(1000, 3, { RATE_LIMIT: "2" });
  for (let limit = 2001; limit <= 2003; limit++) await few.ask(`limit=${limit}`);
  assertEquals(few.drawn(), 2);
});

Deno.test("a server that may compute for less than 200 ms has one picture a page", async () => {
  const large = pictures(200, 3);
  for (const limit of [3001, 3002]) await large.ask(`limit=${limit}`);
  assertEquals(large.drawn(), 2);
  const small = pictures(199, 3);
  for (const limit of [3001, 3002]) await small.ask(`limit=${limit}`, "kv-cache");
  assertEquals(small.drawn(), 1);
});

Deno.test("pictures of 8 MB are kept: what was not asked for longest goes first", async () => {
  const { ask, drawn } = pictures(1000, 3_900_000);
  for (const limit of [4001, 4002, 4001, 4002]) await ask(`limit=${limit}`);
  assertEquals(drawn(), 2, "two of them are kept");
  for (const limit of [4003, 4002, 4003, 4001]) await ask(`limit=${limit}`);
  assertEquals(drawn(), 4, "the third takes the first one's place");
});

Deno.test("a query of 2,000 characters is drawn, a longer one is that of the page as it opens", async () => {
  const { ask, drawn } = pictures(1000, 3);
  const query = (limit: number, length: number) => `limit=${limit}&x=`.padEnd(length - 1, "x");
  await ask(query(5001, 2000));
  await ask("limit=5001");
  assertEquals(drawn(), 1);
  await ask(query(5002, 2001));
  await ask("limit=5002");
  assertEquals(drawn(), 3);
});

Deno.test("eight pictures are drawn or wait: the next is told to come again", async () => {
  const ask = siteWith({ RATE_LIMIT: "0" });
  const asked = Array.from({ length: 9 }, async (_, i) => {
    const response = await ask(`/preview/context?limit=${6001 + i}`);
    await response.body?.cancel();
    return `${response.status} ${response.headers.get("retry-after")}`;
  });
  assertEquals((await Promise.all(asked)).sort(), [...Array(8).fill("200 null"), "503 2"]);
});
