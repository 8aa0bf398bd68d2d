/** /ngram in a browser: counting in a worker, the visitor's own text and file, address, keyboard, no script. */
import { assert, assertEquals } from "@std/assert";
import type { ElementHandle, Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkAccessibility } from "@/tests/browser/check_accessibility.ts";
import { requestsOf } from "@/tests/browser/requests.ts";
import { controlsInSight } from "@/tests/browser/lab_page.ts";
import { PHONE } from "@/tests/browser/visit.ts";
import { clickStill } from "@/tests/browser/click_still.ts";

const test = browserTests({ models: "none" });

/** Token, count and probability of the shown rows. */
function rows(page: Page): Promise<[string, number, number][]> {
  return page.$$eval("tr[data-token]", (all) =>
    all.map((row): [string, number, number] => [
      row.getAttribute("data-token")!,
      Number(row.getAttribute("data-count")),
      Number(row.getAttribute("data-probability")),
    ]));
}

async function until(page: Page, what: string, check: () => Promise<boolean>, seconds = 20): Promise<void> {
  for (let attempt = 0; attempt < seconds * 20; attempt++) {
    if (await check()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Not in ${seconds} s: ${what}; rows ${JSON.stringify(await rows(page))}`);
}

async function type(page: Page, name: string, text: string): Promise<void> {
  await clickStill(page, `[name="${name}"]`, { count: 3 });
  await page.keyboard.type(text);
}

function settled(page: Page): Promise<boolean> {
  return page.$eval(".result", (region) => region.getAttribute("aria-busy") === "false");
}

test("ngram opens with the counts of left and starts no worker", async ({ open }) => {
  const { page } = await open("/ngram");
  await alive(page);
  assertEquals(await rows(page), [["warehouse", 3, 0.5], ["hub", 2, 2 / 6], ["carrier", 1, 1 / 6]]);
  assertEquals(page.workers().length, 0);
});

test("ngram counts in a worker while one types, and its address replays it", async ({ open, site }) => {
  const { page } = await open("/ngram");
  await alive(page);
  await type(page, "context", "parcel left");
  await page.select("[name=order]", "3");
  await page.select("[name=smoothing]", "witten_bell");
  await until(page, "the trigram", async () => await settled(page) && (await rows(page))[0]?.[1] === 1);
  assertEquals(page.workers().length, 1);
  const shown = await rows(page);
  await page.waitForFunction(() =>
    location.search.includes("witten_bell") && location.search.includes("parcel")
  );
  const { page: again } = await open(page.url().slice(site.origin.length));
  await alive(again);
  assertEquals(await rows(again), shown, "the server says the same as the worker");
});

test("ngram goes on with a token, moves over the matrix and takes another corpus", async ({ open }) => {
  const { page } = await open("/ngram?corpus=parcel_messages&context=the");
  await alive(page);
  const first = (await rows(page))[0]![0];
  await page.locator(`button[aria-label="Go on with ${first}"]`).click();
  await until(
    page,
    "the context",
    async () =>
      await page.$eval("[name=context]", (input) => (input as HTMLInputElement).value) === `the ${first}` &&
      await settled(page),
  );
  const title = () => page.$eval(".heat-map caption", (caption) => caption.textContent!);
  const before = await title();
  await page.locator('button[aria-label="Down"]').click();
  await until(page, "another window", async () => await title() !== before);
  await page.select("[name=corpus]", "everyday");
  await until(
    page,
    "the other corpus",
    async () =>
      await settled(page) &&
      Number(await page.$eval("[data-vocabulary]", (line) => line.getAttribute("data-vocabulary"))) > 9000,
  );
});

test("ngram counts a pasted text and a file that stays in the tab", async ({ open }) => {
  const { page } = await open("/ngram?context=a");
  await alive(page);
  await clickStill(page, "[name=text]");
  await page.keyboard.type("a b\na b\na c");
  await until(page, "the text", async () => (await rows(page))[0]?.join() === `b,2,${2 / 3}`);
  await page.waitForFunction(() => location.search.includes("text="));
  const path = Deno.makeTempFileSync({ suffix: ".txt" });
  Deno.writeTextFileSync(path, "a z\n".repeat(500));
  await page.waitForNetworkIdle({ idleTime: 300 });
  const requests = requestsOf(page);
  await (await page.$("input[type=file]") as ElementHandle<HTMLInputElement>).uploadFile(path);
  await until(page, "the file", async () => (await rows(page))[0]?.join() === "z,500,1");
  assertEquals(requests, []);
  await page.locator("button ::-p-text(Discard it)").click();
  await until(page, "the text again", async () => (await rows(page))[0]?.[0] === "b");
  Deno.removeSync(path);
});

test("ngram: a row of the matrix is clicked, or reached with the arrow keys, and is the context", async ({ open }) => {
  const { page } = await open("/ngram");
  await alive(page);
  const context = () => page.$eval("[name=context]", (input) => (input as HTMLInputElement).value);
  await page.locator(".heat-map .row-head::-p-text(hub)").click();
  await until(page, "the end after hub", async () => (await rows(page))[0]?.join() === "</s>,2,1");
  assertEquals(await context(), "hub");
  const before = await context();
  await page.keyboard.press("ArrowUp");
  await until(page, "another context", async () => await context() !== before && await settled(page));
  await page.waitForFunction(() => location.search.includes("context="));
  assertEquals(await page.$eval(".heat-map tr.chosen", (row) => row.contains(document.activeElement)), true);
  await page.goto(page.url());
  await alive(page);
});

test("ngram: a cell of the matrix, or a word of the corpus, is the context once it is pressed, or reached by keys", async ({ open }) => {
  const { page } = await open("/ngram?order=3&smoothing=stupid_backoff");
  await alive(page);
  const context = () => page.$eval("[name=context]", (input) => (input as HTMLInputElement).value);
  await page.locator(".heat-map tbody tr:nth-child(6) td:nth-child(2)").click();
  await until(page, "the context of the cell", async () => await context() === "hub" && await settled(page));
  await page.locator(".corpus-lines li:nth-child(3) a:nth-child(2)").click();
  await until(
    page,
    "the words up to it",
    async () => await context() === "parcel left" && await settled(page),
  );
  assertEquals((await rows(page)).slice(0, 2).map(([token]) => token).sort(), ["hub", "warehouse"]);
  assertEquals(
    await page.$$eval(
      ".corpus-lines :is(.is-context, .is-next)",
      (all) => all.map((each) => each.textContent),
    ),
    ["parcel", "left", "hub", "parcel", "left", "warehouse"],
  );
  await page.focus(".corpus-lines [tabindex='0']");
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await until(page, "a sentence's first word", async () => await context() === "<s> package");
  assertEquals(await page.$$eval(".corpus-lines [tabindex='0']", (all) => all.length), 1);
});

test("ngram: an own text gets a context that it has, and says what counts apart", async ({ open }) => {
  const { page } = await open("/ngram");
  await alive(page);
  await clickStill(page, "[name=text]");
  await page.keyboard.type("The dog barks.\nThe dog sleeps.\nthe cat sleeps");
  await until(
    page,
    "a context of the text",
    async () =>
      await settled(page) && (await rows(page))[0]?.[1] !== undefined && (await rows(page))[0]![1] > 0,
  );
  assertEquals(await page.$eval("[name=context]", (input) => (input as HTMLInputElement).value), "The");
  await page.locator("button ::-p-text(Make it lower case)").click();
  await until(
    page,
    "one the",
    async () => await settled(page) && (await rows(page))[0]?.join() === `dog,2,${2 / 3}`,
  );
});

test("ngram shows how far a large corpus is, and Stop keeps the last answer", async ({ open }) => {
  const { page } = await open("/ngram?order=4");
  await alive(page);
  const path = Deno.makeTempFileSync({ suffix: ".txt" });
  const line = (i: number) => Array.from({ length: 12 }, (_, j) => `w${(i * (j + 3)) % 5003}`).join(" ");
  Deno.writeTextFileSync(path, Array.from({ length: 90_000 }, (_, i) => line(i)).join("\n"));
  await (await page.$("input[type=file]") as ElementHandle<HTMLInputElement>).uploadFile(path);
  const seen = new Set<number>();
  await until(page, "some progress", async () => {
    const value = await page.evaluate(() => document.querySelector("progress")?.value ?? 0);
    if (value > 0 && value < 1) seen.add(value);
    return seen.size >= 2;
  }, 60);
  await page.evaluate(() => {
    const buttons = [...document.querySelectorAll<HTMLButtonElement>(".counting-progress button")];
    buttons[0]?.click();
  });
  await until(page, "no progress", () => page.evaluate(() => document.querySelector("progress") === null));
  const sentences = () => page.$eval("[data-sentences]", (line) => line.getAttribute("data-sentences"));
  assertEquals(await sentences(), "6", "the answer of before");
  await page.locator("button ::-p-text(Discard it)").click();
  await until(page, "the six messages", async () => await settled(page) && (await rows(page)).length > 0);
  Deno.removeSync(path);
});

test("ngram works without JavaScript as a form", async ({ open }) => {
  const { page } = await open("/ngram", { javaScript: false });
  await clickStill(page, "[name=context]", { count: 3 });
  await page.keyboard.type("order left");
  await page.select("[name=order]", "3");
  await Promise.all([page.waitForNavigation(), page.click("button[type=submit]")]);
  assertEquals(await rows(page), [["hub", 1, 0.5], ["carrier", 1, 0.5]]);
  assertEquals(await page.$$eval(".notices li", (items) => items.length), 0);
});

test("ngram is operated by keyboard alone", async ({ open }) => {
  const { page } = await open("/ngram");
  await alive(page);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("name"));
  for (let presses = 0; presses < 40 && await focused() !== "context"; presses++) {
    await page.keyboard.press("Tab");
  }
  assertEquals(await focused(), "context");
  await page.keyboard.down("Control");
  await page.keyboard.press("A");
  await page.keyboard.up("Control");
  await page.keyboard.type("hub");
  await until(page, "the end after hub", async () => (await rows(page))[0]?.join() === "</s>,2,1");
  await page.keyboard.press("Enter");
  assertEquals(new URL(page.url()).pathname, "/ngram");
});

test("axe finds nothing at /ngram with a large matrix, bounds of backoff and a mistake", async ({ open }) => {
  for (const look of [{}, { dark: true }, { viewport: PHONE, dark: true }]) {
    const { page } = await open(
      "/ngram?corpus=everyday&order=3&smoothing=kneser_ney&context=one+of&top=x",
      look,
    );
    await alive(page);
    await checkAccessibility(page);
    const { page: none } = await open("/ngram?context=never+seen&text=a&order=1", look);
    await alive(none);
    await checkAccessibility(none);
  }
});

test("/ngram: sentence, context, the rows and the matrix to click are on the first screen, at most twelve controls", async ({ open }) => {
  for (const look of [{}, { viewport: PHONE }]) {
    const { page } = await open("/ngram", look);
    await alive(page);
    assert(await controlsInSight(page) <= 12, `${await controlsInSight(page)} controls`);
    const ends = await page.$$eval(
      "h1, [name=context], tr[data-token], .heat-map tbody tr:nth-child(-n+2)",
      (parts) => parts.map((part) => part.getBoundingClientRect().bottom),
    );
    const height = "viewport" in look ? 844 : 800;
    assert(ends.length === 7 && ends.every((end) => end < height), `${ends.join()} of ${height}`);
  }
});
