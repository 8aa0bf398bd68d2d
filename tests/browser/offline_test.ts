/** The site without a network, and from one build to the next. Each test has a server of its own, to stop it. */
import { assert, assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { browserTests, type Stage } from "@/tests/browser/browser_tests.ts";
import { press, read, ready, setText, until } from "@/tests/browser/predictor_page.ts";
import { freePort, type Site, startSite } from "@/tests/browser/start_site.ts";
import { visit } from "@/tests/browser/visit.ts";
import { NO_NETWORK, untilControlled, withWorker } from "@/tests/browser/with_service_worker.ts";
import { writeNextBuild } from "@/tests/browser/write_next_build.ts";
import { makeCheck } from "@/lib/learn/check/make_check.ts";
import { pages } from "@/routes/mod.ts";

const test = browserTests({ models: "none" });
const PATIENT = { timeout: 120_000, polling: 200 } as const;

async function untilKept(page: Page, part: string): Promise<void> {
  await page.waitForFunction(
    async (wanted: string) => {
      const lists = (await caches.keys()).map(async (name) => await (await caches.open(name)).keys());
      return (await Promise.all(lists)).flat().some(({ url }) => url.includes(wanted));
    },
    PATIENT,
    part,
  );
}

/** Turns to the page, which fetches the embedded model then. */
async function useModel(page: Page): Promise<void> {
  await page.reload();
  await ready(page);
  await page.mouse.move(200, 200);
  await page.mouse.move(210, 210);
  await untilKept(page, "model.safetensors");
  await untilKept(page, "tokenizer.json");
}

/** Waits until every island is alive and nothing is being computed. */
async function untilAlive(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll("is-land[when=load]")].every((each) =>
        each.getAttribute("data-state") === "ready" && !each.querySelector("[aria-busy=true]")
      ),
    PATIENT,
  );
}

test("with the server gone, a reload answers an edited text with the embedded model, isolated", async (stage) => {
  await withWorker(stage, "/", async ({ page, cut }) => {
    await useModel(page);
    await cut();
    await page.reload();
    await ready(page);
    await setText(page, "The truck left the");
    const { text } = await until(
      page,
      "the tab's own answer is shown",
      ({ busy, source, rows }) => !busy && rows.length > 0 && /parcel-gpt@.* kernel/.test(source),
    );
    assertEquals(text, "The truck left the");
    assert(await page.evaluate(() => crossOriginIsolated && typeof SharedArrayBuffer === "function"));
  });
});

test("with the network off, every page opens, and another address than these says what is missing", async (stage) => {
  await withWorker(stage, "/privacy", async ({ page, origin, cut }) => {
    await page.setOfflineMode(true);
    await cut();
    for (const { path } of pages) {
      const response = await page.goto(origin + path, { waitUntil: "load" });
      assertEquals([response?.status(), response?.fromServiceWorker()], [200, true], path);
      await untilAlive(page);
    }
    const missing = await page.goto(`${origin}/e/unknown`);
    assertEquals(missing?.status(), 503);
    assertMatch(await page.$eval("h1", (each) => each.textContent ?? ""), /offline/i);
  });
});

/** Addresses that nobody opened in this browser; their tables are to be those of the server. */
const UNSEEN = [
  "/softmax?logits=0,0.5",
  "/loss?probabilities=0.5,0.25",
  "/kv-cache?tokens=123",
  "/context?limit=64&prompt_tokens=40&generated_tokens=60",
  "/ngram?context=package",
];

function tablesOf(page: Page): Promise<string[]> {
  return page.$$eval("is-land table", (tables) => tables.map((each) => each.textContent ?? ""));
}

test("offline, an address that was never opened shows its own numbers, and never another's", async (stage) => {
  await withWorker(stage, "/", async ({ page, origin, cut }) => {
    await useModel(page);
    const plain = (await read(page)).rows;
    const online = await visitOnline(stage.browser, origin);
    const expected = await online.rows("/?text=The+cat+sat+on");
    const tables = new Map<string, readonly string[]>();
    for (const path of UNSEEN) tables.set(path, await online.tables(path));
    await online.end();
    await cut();
    await page.goto(`${origin}/?text=The+cat+sat+on`, { waitUntil: "load" });
    const shown = await ready(page);
    assertEquals(shown.text, "The cat sat on");
    assertEquals(shown.rows.map(({ id }) => id), expected);
    assertNotEquals(shown.rows, plain);
    for (const path of UNSEEN) {
      await page.goto(origin + path, { waitUntil: "load" });
      await untilAlive(page);
      // What the tab computes may come a moment after the island is alive, which its region says meanwhile.
      assert(await page.$("is-land [aria-busy]") !== null, `${path} says whether its answer stands`);
      await page.waitForFunction(() => !document.querySelector('is-land [aria-busy="true"]'), PATIENT);
      assertEquals(await tablesOf(page), tables.get(path), path);
    }
    await page.goto(`${origin}/train?seed=5&steps=7`, { waitUntil: "load" });
    await untilAlive(page);
    const steps = await page.$eval("input[name=steps]", (each) => (each as HTMLInputElement).value);
    // The run of the page as it was kept is another one; this one is the visitor's to train.
    assertEquals([steps, await page.$$eval("[data-loss]", (rows) => rows.length)], ["7", 0]);
  });
});

/** The same site in a profile of its own, with the network. */
async function visitOnline(browser: Stage["browser"], origin: string) {
  const { page, end } = await visit(browser, `${origin}/privacy`);
  const open = async (path: string) => {
    await page.goto(origin + path, { waitUntil: "load" });
    await untilAlive(page);
  };
  return {
    rows: async (path: string) => (await open(path), (await ready(page)).rows.map(({ id }) => id)),
    tables: async (path: string) => (await open(path), await tablesOf(page)),
    end,
  };
}

test("offline, the course goes on with its live instruments, and a check is asked and graded", async (stage) => {
  await withWorker(stage, "/learn", async ({ page, origin, cut }) => {
    await page.setOfflineMode(true);
    await cut();
    await page.goto(`${origin}/learn/counts`, { waitUntil: "load" });
    await untilAlive(page);
    await page.locator("::-p-text(I do not know yet)").click();
    await page.waitForSelector('.step[data-state="revealed"]', PATIENT);
    await page.locator("::-p-text(Add 1 to every count)").click();
    await page.waitForFunction(
      () => !/depot\s*0\s%/.test(document.querySelector(".bar-lines")!.textContent!),
      PATIENT,
    );
    const questions = makeCheck(4);
    await page.goto(`${origin}/check?seed=4`, { waitUntil: "load" });
    await untilAlive(page);
    const asked = await page.$$eval(
      "fieldset[data-type]",
      (sets) => sets.map((each) => each.dataset["type"]),
    );
    assertEquals(asked, questions.map(({ type }) => type));
    for (const [index, { answer }] of questions.entries()) {
      await page.click(
        `input[name="q${index + 1}"][value="${index < 9 ? answer + 1 : (answer + 1) % 4 + 1}"]`,
      );
    }
    await Promise.all([page.waitForNavigation(), page.click('.check button[type="submit"]')]);
    await page.waitForSelector('[data-score="9"][data-passed="true"]', PATIENT);
  });
});

test("what the worker hands out for another address holds no answer", async (stage) => {
  await withWorker(stage, "/", async ({ page, origin, cut, another }) => {
    await cut();
    await page.goto("about:blank");
    await page.setJavaScriptEnabled(false);
    await page.goto(`${origin}/?text=other`);
    assertEquals(await page.$$eval("tr[data-id]", (rows) => rows.length), 0);
    assertMatch(await page.$eval("is-land[when=load]", (each) => each.textContent ?? ""), /Offline/);
    await (await another("/")).waitForSelector("tr[data-id]");
  });
});

test("a new build says so where the old one is open, runs after Reload, and leaves no old cache", async ({ browser }) => {
  const port = freePort();
  const folder = await writeNextBuild();
  let site: Site = await startSite({}, { port });
  const options = { serviceWorker: true, expect: NO_NETWORK };
  const first = await visit(browser, `${site.origin}/?text=Mine`, options);
  const { page } = first;
  try {
    await untilControlled(page);
    const second = await visit(browser, `${site.origin}/softmax`, { ...options, context: first.context });
    await untilControlled(second.page);
    await site.stop();
    site = await startSite({}, { port, folder });
    await page.evaluate(async () => void (await navigator.serviceWorker.getRegistration())?.update());
    await page.waitForSelector("#new-version[role=status] button", PATIENT);
    await second.page.waitForSelector("#new-version button", PATIENT);
    assertMatch(await page.$eval("#new-version", (each) => each.textContent ?? ""), /A new version is ready/);
    // The other window goes on with the old build, whose scripts are not on the server any more.
    await press(second.page, "Not now");
    assertEquals(await second.page.$("#new-version"), null);
    await page.bringToFront();
    await Promise.all([page.waitForNavigation(), press(page, "Reload")]);
    await page.waitForSelector("html[data-next]", PATIENT);
    assertEquals((await ready(page)).text, "Mine");
    assertEquals(await page.$("#new-version"), null);
    const builds = () =>
      page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith("site-")));
    assertEquals((await builds()).length, 2);
    const old = await second.page.evaluate(() =>
      [...document.scripts].map(({ src }) => src).find((src) => /boot/.test(src))!
    );
    assertEquals(await second.page.evaluate(async (src: string) => (await fetch(src)).status, old), 200);
    await second.end();
    await page.reload();
    await page.reload();
    await page.waitForFunction(
      async () => (await caches.keys()).filter((name) => name.startsWith("site-")).length === 1,
      PATIENT,
    );
    await site.stop();
    await page.goto(`${site.origin}/loss`, { waitUntil: "load" });
    await page.waitForSelector("html[data-next]", PATIENT);
    assert(await page.evaluate(() => crossOriginIsolated));
    await first.end();
  } finally {
    await first.context.close().catch(() => undefined);
    await site.stop().catch(() => undefined);
    await Deno.remove(folder, { recursive: true });
  }
});
