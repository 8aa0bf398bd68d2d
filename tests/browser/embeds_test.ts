/** Embeds as a teacher's page has them: another site, no isolation, the frame's own look and height. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Frame, Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkAccessibility } from "@/tests/browser/check_accessibility.ts";
import { PHONE, visit } from "@/tests/browser/visit.ts";
import { embedPath } from "@/lib/server/embed.ts";
import { embedSnippet, resizeSnippet } from "@/lib/labs/share/embed_snippet.ts";
import { pages } from "@/routes/mod.ts";
import { softmaxLab } from "@/routes/softmax.tsx";

const test = browserTests({ models: "none" });
const TIMEOUT = { timeout: 60_000 };

/** A page of another site, without any header of its own, that holds what a teacher copied. */
function startTeacher(body: string) {
  const html = `<!doctype html><html lang="en"><title>Lesson</title><h1>Lesson</h1>${body}`;
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen: () => {} },
    () => new Response(html, { headers: { "content-type": "text/html; charset=utf-8" } }),
  );
  return { address: `http://localhost:${server.addr.port}/`, stop: () => server.shutdown() };
}

async function frameOf(page: Page): Promise<Frame> {
  const element = await page.waitForSelector("iframe", TIMEOUT);
  const frame = await element!.contentFrame();
  await alive(frame);
  return frame;
}

test("an embed works in a page of another site: its answer, its edits, its look, its height", async ({ browser, site }) => {
  const snippet = embedSnippet({
    origin: site.origin,
    page: "/",
    query: new URLSearchParams({ text: "The package left the", top: "5" }),
    theme: "dark",
    hide: ["sampler", "model", "cost"],
    title: "Next token",
    height: 200,
  });
  const teacher = startTeacher(snippet + resizeSnippet(site.origin));
  try {
    const { page, end } = await visit(browser, teacher.address);
    const frame = await frameOf(page);
    assertEquals(
      await frame.evaluate(() => [crossOriginIsolated, document.documentElement.dataset["theme"]]),
      [
        false,
        "dark",
      ],
    );
    assertEquals(await frame.$$eval("tr[data-id]", (rows) => rows.length), 5);
    const likeliest = () => frame.$eval("tr[data-id]", (row) => row.getAttribute("data-id"));
    const before = await likeliest();
    await frame.focus("textarea[name=text]");
    await page.keyboard.press("End");
    await page.keyboard.type(" regional");
    await frame.waitForFunction(
      (before) =>
        document.querySelector("tr[data-id]")?.getAttribute("data-id") !== before &&
        document.querySelector("[data-source][aria-busy=true]") === null,
      TIMEOUT,
      before,
    );
    const shown = await frame.evaluate(() =>
      ["sampler", "model", "cost", "text", "distribution"].filter((area) =>
        document.querySelector(`.area-${area}`)?.checkVisibility()
      )
    );
    assertEquals(shown, ["text", "distribution"]);
    assertMatch(
      await frame.evaluate(() => getComputedStyle(document.documentElement).backgroundColor),
      /^rgb\(19, 20, 22\)$/,
    );
    await frame.waitForFunction(
      () => /regional/.test(location.search) && /theme=dark&hide=/.test(location.search),
      TIMEOUT,
    );
    await page.waitForFunction(() => document.querySelector("iframe")!.clientHeight > 400, TIMEOUT);
    const heights = () =>
      Promise.all([
        page.$eval("iframe", (element) => element.clientHeight),
        frame.evaluate(() => Math.ceil(document.body.getBoundingClientRect().height)),
      ]);
    // The frame is told of a new height a moment after it has it.
    for (let attempt = 0; attempt < 100 && new Set(await heights()).size > 1; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const [outside, inside] = await heights();
    assertEquals(outside, inside, "the frame is as high as its content");
    await frame.focus("[data-open-page]");
    const href = await frame.$eval("[data-open-page]", (link) => link.getAttribute("href") ?? "");
    assertEquals(new URL(href, site.origin).pathname, "/");
    assertMatch(href, /regional/);
    assert(!/theme|hide/.test(href), href);
    await end();
  } finally {
    await teacher.stop();
  }
});

test("a frame that shrinks is told so, and another site's message changes no height", async ({ browser, site }) => {
  const choice = { origin: site.origin, page: "/context", query: new URLSearchParams(), title: "Window" };
  const teacher = startTeacher(
    embedSnippet({ ...choice, theme: "auto", hide: [], height: 4000 }) + resizeSnippet(site.origin),
  );
  try {
    const { page, end } = await visit(browser, teacher.address);
    await frameOf(page);
    await page.waitForFunction(() => document.querySelector("iframe")!.clientHeight < 2500, TIMEOUT);
    const before = await page.$eval("iframe", (element) => element.clientHeight);
    await page.evaluate(() => postMessage({ type: "next-token-playground:resize", height: 33 }, "*"));
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)));
    assertEquals(await page.$eval("iframe", (element) => element.clientHeight), before);
    await end();
  } finally {
    await teacher.stop();
  }
});

test("an embed of /softmax without any part but the temperature is the figure and the temperature", async ({ open }) => {
  const hide = softmaxLab.parts.map(({ name }) => name).filter((name) => name !== "temperature");
  const { page } = await open(`/embed/softmax?hide=${hide.join()}`);
  await alive(page);
  const left = await page.$$eval(
    "main :is(button, input:not([type=hidden]), select, textarea, summary, a)",
    (all) =>
      all.filter((each) => each.checkVisibility({ visibilityProperty: true }))
        .map((each) =>
          each.closest("section[aria-label]")?.ariaLabel ?? each.closest("figure")?.className ?? ""
        ),
  );
  assertEquals([...new Set(left)], ["Probabilities", "Temperature", "plot ribbon"]);
  const none = await open(`/embed/softmax?hide=${[...hide, "temperature"].join()}`);
  await alive(none.page);
  assertEquals(
    await none.page.$$eval(
      "[name=temperature], .ribbon",
      (all) => all.filter((each) => each.checkVisibility()).length,
    ),
    0,
  );
});

for (const { path } of pages.filter(({ embed }) => embed)) {
  test(`axe finds nothing in the embed of ${path}: light, and dark on a phone with parts hidden`, async ({ open }) => {
    for (
      const [query, look] of [["", {}], ["?theme=dark&hide=intro,details,sampler", {
        viewport: PHONE,
      }]] as const
    ) {
      const { page } = await open(embedPath(path) + query, look);
      await alive(page);
      await checkAccessibility(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert(width <= page.viewport()!.width, `${path} is ${width} wide`);
    }
  });
}
