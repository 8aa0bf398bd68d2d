/** The moment when the scripts take over: nothing typed before is lost, and an island that fails takes nothing down. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { HTTPRequest, Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { read, until } from "@/tests/browser/predictor_page.ts";

const test = browserTests({ models: "none" });

/** Opens an address whose scripts wait until the returned function is called. */
async function openHeldBack(page: Page, address: string): Promise<() => Promise<void>> {
  const held: HTTPRequest[] = [];
  let isHeld = true;
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    if (isHeld && /\/assets\/.*\.js/.test(request.url())) held.push(request);
    else request.continue();
  });
  const loaded = page.goto(address, { waitUntil: "load" });
  await page.waitForSelector("is-land");
  return async () => {
    isHeld = false;
    for (const request of held) request.continue();
    await loaded;
    await alive(page);
  };
}

test("text typed before the scripts have run stays, and is predicted", async ({ open, site }) => {
  const { page } = await open("/privacy");
  const release = await openHeldBack(page, `${site.origin}/`);
  await page.focus("textarea[name=text]");
  await page.keyboard.down("Control");
  await page.keyboard.press("KeyA");
  await page.keyboard.up("Control");
  await page.keyboard.type("Once upon a");
  await release();
  const shown = await until(
    page,
    "predicted",
    ({ rows, busy }) => !busy && rows.length > 0 && rows[0]!.rank === 1,
  );
  assertEquals(shown.text, "Once upon a");
  await page.waitForFunction(() => new URLSearchParams(location.search).get("text") === "Once upon a");
  const plain = await open("/?text=Once+upon+a", { javaScript: false });
  const live = await until(page, "not busy", ({ busy }) => !busy);
  const server = await read(plain.page);
  assertEquals(live.rows.map(({ id }) => id), server.rows.map(({ id }) => id));
  assertAlmostEquals(live.rows[0]!.probability, server.rows[0]!.probability, 1e-6);
  await page.keyboard.type(" time");
  assertEquals((await read(page)).text, "Once upon a time", "the caret stays where it was");
});

test("a field changed before the scripts have run decides what a calculation shows", async ({ open, site }) => {
  const { page } = await open("/privacy");
  const release = await openHeldBack(page, `${site.origin}/kv-cache`);
  await page.$eval("[name=batch]", (field) => (field as HTMLInputElement).value = "2");
  await release();
  await page.waitForFunction(() => new URLSearchParams(location.search).get("batch") === "2");
});

const BREAKERS = {
  "is drawn": () => {
    globalThis.URLSearchParams = class {
      constructor() {
        throw new Error("made to fail");
      }
    } as unknown as typeof URLSearchParams;
  },
  "starts its effects": () => {
    const listen = globalThis.addEventListener.bind(globalThis) as (...given: unknown[]) => void;
    globalThis.addEventListener = (...given: unknown[]) => {
      if (given[0] === "popstate") throw new Error("made to fail");
      listen(...given);
    };
  },
};

for (const [when, breaker] of Object.entries(BREAKERS)) {
  test(`an island that throws while it ${when} leaves the server's HTML and its form`, async ({ open, site }) => {
    const { page } = await open("/privacy", { expect: /made to fail/ });
    await page.evaluateOnNewDocument(breaker);
    await page.goto(`${site.origin}/softmax`);
    await page.waitForSelector('is-land[data-state="failed"]');
    const failed = await page.$eval('is-land[data-state="failed"]', (island) => ({
      says: island.querySelector("[role=status]")?.textContent ?? "",
      tables: island.querySelectorAll("table").length,
      field: island.querySelector<HTMLTextAreaElement>("[name=logits]")?.value ?? "",
    }));
    assert(failed.says.includes("Its form still works"));
    assert(failed.tables > 0 && failed.field.includes("1.5"));
    await page.$eval("form [name=logits]", (field) => (field as HTMLTextAreaElement).value = "1, 1");
    await Promise.all([
      page.waitForNavigation(),
      // A moment later: the page may be gone before an answer to a call that leaves it.
      page.$eval("is-land form", (form) => void setTimeout(() => (form as HTMLFormElement).submit())),
    ]);
    assertEquals(await page.evaluate(() => location.search.includes("logits=1")), true);
  });
}
