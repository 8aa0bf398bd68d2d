/** Stored experiments in the browser: another visitor sees the same tokens, and where a replay differs, both. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Page } from "puppeteer-core";
import { browserTests, type Stage } from "@/tests/browser/browser_tests.ts";
import { checkAccessibility } from "@/tests/browser/check_accessibility.ts";
import { load, press, ready, setText, settled, until } from "@/tests/browser/predictor_page.ts";
import { readPageFigures } from "@/tests/browser/read_page_figures.ts";
import { PHONE } from "@/tests/browser/visit.ts";

const test = browserTests({ environment: { DENO_KV_PATH: ":memory:" } });

const SAMPLED = { text: "The package left the", pick: "sample", seed: "7", max_tokens: "8" };

/** Stores an experiment; the path of its short link. */
async function store({ site }: Stage, body: Record<string, unknown>): Promise<string> {
  const response = await fetch(`${site.origin}/api/v1/experiments`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  assertEquals(response.status, 201, JSON.stringify(answer));
  return new URL(answer.url).pathname;
}

/** Waits until the page says how the replay compares. */
async function outcomeOf(page: Page, outcome: string): Promise<string> {
  const selector = `.stored-results[data-outcome="${outcome}"]`;
  await page.waitForSelector(selector, { timeout: 60_000 });
  return await page.$eval(`${selector} [role=status]`, (each) => each.textContent ?? "");
}

async function isAlive(page: Page, island: string): Promise<void> {
  await page.waitForSelector(`is-land[name="${island}"][data-state="ready"]`, { timeout: 60_000 });
}

test("a stored link shows another visitor the same sampled tokens, replayed and run again", async (stage) => {
  const author = await stage.open(`/?${new URLSearchParams(SAMPLED)}`);
  await ready(author.page);
  await press(author.page, "Run");
  const ran = await until(
    author.page,
    "eight tokens",
    ({ generated, busy }) => generated.length === 8 && !busy,
  );
  await author.page.waitForFunction(() => location.search.includes("path="), { timeout: 60_000 });
  const query = Object.fromEntries(new URLSearchParams(new URL(author.page.url()).search));
  const results = await readPageFigures(author.page);
  assert(results !== null && results.figures.length > 20);

  const path = await store(stage, { page: "/", query, title: "Eight tokens", results });
  const visitor = await stage.open(path);
  const replayed = await ready(visitor.page);
  assertEquals(replayed.generated, ran.generated);
  assertEquals(new URL(visitor.page.url()).pathname, path);
  assertEquals(await visitor.page.title(), "Eight tokens · Next-Token Playground");
  assertStringIncludes(await outcomeOf(visitor.page, "same"), "Replayed the same: all");

  const unrun = await stage.open(await store(stage, { page: "/", query: SAMPLED }));
  await ready(unrun.page);
  await press(unrun.page, "Run");
  const again = await until(unrun.page, "eight tokens", ({ generated }) => generated.length === 8);
  assertEquals(again.generated, ran.generated);
});

test("an edit leaves the short link for the page's own address, and Back returns to what was stored", async (stage) => {
  const text = "The package left the hub. ".repeat(500);
  const path = await store(stage, {
    page: "/",
    query: { ...SAMPLED, text, context_policy: "truncate_start" },
  });
  const { page } = await stage.open(path);
  assertEquals((await ready(page)).text, text);
  await press(page, "Step");
  await page.waitForFunction(() => location.pathname === "/", { timeout: 60_000 });
  assert(page.url().length <= 8100, page.url());
  await settled(page);
  await page.goBack();
  await page.waitForFunction((wanted: string) => location.pathname === wanted, {}, path);
  const back = await until(
    page,
    "the stored text is back",
    (shown) => shown.generated.length === 0 && !shown.busy,
  );
  assertEquals(back.text, text);
  await setText(page, "The courier");
  await page.waitForFunction(() => location.search.includes("text=The+courier"), { timeout: 60_000 });
  assertEquals(new URL(page.url()).pathname, "/");
});

test("a page that calculates starts from what was stored, also behind a link to a part of it", async (stage) => {
  const path = await store(stage, { page: "/softmax", query: { logits: "1,2,4", temperature: 0.5 } });
  const { page } = await stage.open(path);
  await isAlive(page, "Softmax");
  const logits = () => page.$eval("[name=logits]", (each) => (each as HTMLInputElement).value);
  assertEquals(await logits(), "1,2,4");
  await page.evaluate(() => location.hash = "main");
  await new Promise((resolve) => setTimeout(resolve, 300));
  assertEquals(await logits(), "1,2,4");
  await page.evaluate(() =>
    document.querySelector<HTMLElement>('a[data-show][href="/softmax?temperature=2"]')!.click()
  );
  await page.waitForFunction(() => location.pathname + location.search === "/softmax?temperature=2");
  await page.goBack();
  await page.waitForFunction((wanted: string) => location.pathname === wanted, {}, path);
  await page.waitForFunction(() =>
    document.querySelector<HTMLInputElement>("[name=logits]")!.value === "1,2,4"
  );
});

test("where a replay differs, stored and replayed stand side by side", async (stage) => {
  const address = { page: "/softmax", query: { logits: "1,2" } };
  const author = await stage.open("/softmax?logits=1,2");
  await isAlive(author.page, "Softmax");
  const { figures } = (await readPageFigures(author.page))!;
  const [first, ...others] = figures;
  const results = {
    sources: ["softmax of an older version"],
    figures: [...others, { name: first!.name, value: 0.25 }, { name: "Gone since", value: "end" }],
  };
  const { page } = await stage.open(await store(stage, { ...address, results }));
  const said = await outcomeOf(page, "differs");
  assertStringIncludes(said, `2 of ${results.figures.length} figures differ by more than 0.001 %`);
  assertStringIncludes(said, "Stored by softmax of an older version; replayed by softmax.");
  const rows = await page.$$eval(".stored-results tr[data-agrees]", (all) =>
    all.map((row) => [
      row.getAttribute("data-agrees"),
      ...[...(row as HTMLTableRowElement).cells].map((cell) => cell.textContent),
    ]));
  assertEquals(rows.length, results.figures.length);
  const shown = String(Number(Number(first!.value).toPrecision(7)));
  assertEquals(rows[0], ["false", first!.name, "0.25", shown]);
  assertEquals(rows[1], ["false", "Gone since", "end", "not shown"]);
  assert(rows.slice(2).every(([agrees]) => agrees === "true"));
  await page.evaluate(() => {
    const field = document.querySelector<HTMLInputElement>("[name=logits]")!;
    field.value = "5,6";
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  });
  await page.waitForFunction(() =>
    document.querySelector(".stored-results [role=status]")!.textContent!.includes(
      "You have changed the experiment",
    )
  );
});

test("a link that names a model is compared once that is loaded, whatever the address then says", async (stage) => {
  const query = { text: "one two", model: "fixtures/tiny", dtype: "q4", device: "wasm" };
  const author = await stage.open(`/?${new URLSearchParams(query)}`);
  await load(author.page, "fixtures/tiny");
  const results = await readPageFigures(author.page);
  assert(results?.sources.some((source) => source.startsWith("fixtures/tiny@")));
  const { page } = await stage.open(await store(stage, { page: "/", query, results }));
  await outcomeOf(page, "waiting");
  await load(page, "fixtures/tiny");
  assertStringIncludes(await outcomeOf(page, "same"), "fixtures/tiny@");
});

test("a training run is compared with what its author saw", async (stage) => {
  const author = await stage.open("/train?run=1");
  await isAlive(author.page, "Train");
  const results = await readPageFigures(author.page);
  assert(results !== null && results.figures.some(({ name }) => name.endsWith("step final, loss")));
  const { page } = await stage.open(await store(stage, { page: "/train", query: { run: "1" }, results }));
  assertStringIncludes(await outcomeOf(page, "same"), "neural-ngram@");
});

test("without a script a stored experiment is all there, and its form leads to the page", async (stage) => {
  const results = { sources: ["softmax"], figures: [{ name: "Mine", value: 0.125 }] };
  const body = { page: "/softmax", query: { logits: "1,2" }, title: "Two logits", note: "Look", results };
  const { page } = await stage.open(await store(stage, body), { javaScript: false });
  const text = await page.$eval("main", (each) => each.textContent ?? "");
  for (
    const part of ["Two logits", "Look", "Nobody has checked them", "0.125", "0.7310585786300049".slice(2, 5)]
  ) {
    assertStringIncludes(text, part);
  }
  await Promise.all([page.waitForNavigation(), page.click("button[type=submit]")]);
  assertMatch(page.url(), /\/softmax\?.*logits=1%2C2/);
});

for (const dark of [false, true]) {
  test(`a stored experiment is accessible and fits a phone, ${dark ? "dark" : "light"}`, async (stage) => {
    const results = {
      sources: ["x"],
      figures: [{ name: "Far away", value: 1 }, { name: "W".repeat(200), value: 2 }],
    };
    const body = { page: "/context", query: {}, title: "A".repeat(120), note: "one\ntwo", results };
    const path = await store(stage, { ...body, expires_in_days: 7 });
    const { page } = await stage.open(path, { viewport: PHONE, dark });
    await isAlive(page, "Context");
    await checkAccessibility(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(width <= PHONE.width, `${width}`);
  });
}

test("the Share dialog makes a short link that opens in a fresh profile, and deletes it", async (stage) => {
  const { page } = await stage.open("/softmax?logits=1&logits=2.5&temperature=0.7");
  await isAlive(page, "Share");
  await isAlive(page, "Softmax");
  await page.focus('is-land[name="Share"] button');
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog.share[open] #short-link-title", { timeout: 60_000 });
  await page.type("#short-link-title", "Two logits");
  await page.type("#short-link-note", "Which is likelier?");
  await page.focus("#short-link-title");
  await page.keyboard.press("Enter");
  await page.waitForSelector('.short-link[data-status="made"]', { timeout: 60_000 });
  const [url = "", token = ""] = await page.$$eval(
    '.short-link[data-status="made"] input',
    (inputs) => inputs.map(({ value }) => value),
  );
  assertMatch(url, /\/e\/[\w-]{16,}$/);
  assert(token.length >= 16);
  await checkAccessibility(page);

  const visitor = await stage.open(new URL(url).pathname);
  assertEquals(await visitor.page.title(), "Two logits · Next-Token Playground");
  assertStringIncludes(
    await visitor.page.$eval("main", (each) => each.textContent ?? ""),
    "Which is likelier?",
  );
  assertStringIncludes(await outcomeOf(visitor.page, "same"), "Replayed the same");

  await page.locator(".short-link ::-p-aria([name='Delete it'][role='button'])").click();
  await page.waitForSelector('.short-link[data-status="deleted"]', { timeout: 60_000 });
  assertEquals((await fetch(url)).status, 404);
});
