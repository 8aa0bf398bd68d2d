/** /kv-cache in a browser: live without a request, its address, a fetched configuration, keyboard, no script. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkAccessibility } from "@/tests/browser/check_accessibility.ts";
import { requestsOf } from "@/tests/browser/requests.ts";
import { PHONE } from "@/tests/browser/visit.ts";
import { controlsInSight, drag, unfold } from "@/tests/browser/lab_page.ts";
import { TINY, tinyConfig } from "@/tests/fixtures/tiny_repositories.ts";
import { clickStill } from "@/tests/browser/click_still.ts";

const test = browserTests({ models: "host" });

function bytes(page: Page, part = "total"): Promise<number> {
  return page.$eval(`[data-part="${part}"]`, (row) => Number(row.getAttribute("data-bytes")));
}

async function until(page: Page, expected: number, part = "total"): Promise<void> {
  await page.waitForFunction(
    (part: string, expected: number) =>
      Number(document.querySelector(`[data-part="${part}"]`)?.getAttribute("data-bytes")) === expected,
    { timeout: 10_000 },
    part,
    expected,
  );
}

async function type(page: Page, name: string, text: string): Promise<void> {
  await clickStill(page, `[name="${name}"]`, { count: 3 });
  await page.keyboard.type(text);
}

test("kv-cache answers while one types, sends nothing, and its address replays it", async ({ open, site }) => {
  const { page } = await open("/kv-cache");
  await alive(page);
  await page.waitForNetworkIdle({ idleTime: 300 });
  const requests = requestsOf(page);
  assertEquals(await bytes(page), 2 ** 30);
  await type(page, "tokens", "32768");
  await until(page, 2 ** 34);
  await page.waitForFunction(() => location.search === "?tokens=32768");
  assertEquals(requests, []);
  const { page: again } = await open(page.url().slice(site.origin.length));
  await alive(again);
  assertEquals(await bytes(again), 2 ** 34);
});

test("kv-cache keeps what was typed wrong beside its reason and the last answer", async ({ open }) => {
  const { page } = await open("/kv-cache");
  await alive(page);
  await type(page, "tokens", "many");
  await page.waitForSelector("#field-tokens-error");
  assertEquals(await page.$eval("[name=tokens]", (input) => (input as HTMLInputElement).value), "many");
  assertEquals(await page.$eval(".result", (region) => region.getAttribute("aria-busy")), "true");
  assertEquals(await bytes(page), 2 ** 30);
});

test("kv-cache shows both bounds of a preset, and Back undoes a show-me", async ({ open }) => {
  const { page } = await open("/kv-cache");
  await alive(page);
  await page.locator('a[data-show][href*="gpt-oss-20b"]').click();
  await until(page, 12 * 2 ** 30, "upper");
  assertEquals((await bytes(page) / 2 ** 30).toFixed(2), "6.09");
  await page.goBack();
  await until(page, 2 ** 30);
  await clickStill(page, ".picker > summary");
  await page.type(".picker input[type=search]", "v3 deep");
  assertEquals(await page.$$eval(".picker-groups button", (found) => found.map((each) => each.textContent)), [
    "DeepSeek-V3.1 · 685\u00a0B",
  ]);
  await clickStill(page, ".picker-groups button");
  await until(page, 4 * 2048 * 70_272);
  assertStringIncludes(await page.$eval(".headline", (line) => line.textContent!), "latent");
});

test("kv-cache fetches a repository's config.json from the model host when it is asked to", async ({ open, host }) => {
  host.requests.length = 0;
  const { page } = await open(`/kv-cache?repository=${TINY.name}`);
  await alive(page);
  assertEquals(host.requests, [], "nothing is fetched by itself");
  await page.locator("button ::-p-text(Fetch its config.json)").click();
  const config = tinyConfig();
  const perToken = 2 * Number(config["num_hidden_layers"]) * Number(config["num_key_value_heads"]) *
    Number(config["head_dim"]) * 2;
  await until(page, perToken, "token");
  assertEquals(host.requests, [`GET /${TINY.name}/resolve/main/config.json`]);
  await page.waitForFunction(() => location.search.includes("config="));
  await page.locator("button ::-p-text(Clear the configuration)").click();
  await until(page, 2 ** 30);
});

test("kv-cache: emptying the box of a configuration does not close it", async ({ open }) => {
  const { page } = await open("/kv-cache");
  await alive(page);
  await unfold(page, "Settings");
  const config = '{"num_hidden_layers": 2, "num_attention_heads": 2, "head_dim": 8}';
  await page.type("#field-config", config);
  await until(page, 4 * 2048 * 2 * 2 * 2 * 8 * 2);
  await page.focus("#field-config");
  await page.keyboard.down("Control");
  await page.keyboard.press("A");
  await page.keyboard.up("Control");
  await page.keyboard.press("Backspace");
  await until(page, 2 ** 30);
  assert(await page.$eval("#field-config", (box) => box.checkVisibility() && document.activeElement === box));
});

test("kv-cache: the cache's end is dragged until it no longer fits, with the pointer and with keys", async ({ open }) => {
  const { page } = await open("/kv-cache?preset=llama-3.1-8b&memory_gib=24&batch=1&tokens=8192");
  await alive(page);
  await page.locator("button ::-p-text(Pin this length)").click();
  const knob = await page.$eval(".card-handle input", (input) => {
    const { left, top, width, height } = input.getBoundingClientRect();
    const { max, valueAsNumber } = input as HTMLInputElement;
    return {
      x: left + 14 + valueAsNumber / Number(max) * (width - 28),
      y: top + height / 2,
      end: left + width - 20,
    };
  });
  await drag(page, knob, { x: knob.end, y: knob.y });
  await page.waitForSelector(".card-key .key-over");
  assertStringIncludes(
    await page.$eval("h1", (title) => title.textContent!),
    "leaves room for one conversation",
  );
  await page.waitForFunction(() => /tokens=1\d{5}/.test(location.search));
  const compared = await page.$eval(".acts [role=status]", (said) => said.textContent!);
  const [, tokens, memory] = /× ([\d.]+) tokens, × ([\d.]+) memory/.exec(compared)!;
  assertEquals(tokens, memory);
  await page.focus(".card-handle input");
  await page.keyboard.press("Home");
  await page.waitForFunction(() => location.search.includes("tokens=0"));
  await page.keyboard.press("End");
  await page.waitForSelector(".card-key .key-over");
  assertStringIncludes(
    (await page.$eval(".card-handle input", (input) => input.ariaValueText))!,
    "GiB too many",
  );
});

test("kv-cache: weights that do not fit are said first, with what 4 bits would take", async ({ open }) => {
  const { page } = await open("/kv-cache?preset=llama-3.1-70b&memory_gib=24");
  await alive(page);
  assertEquals(
    await page.$eval("h1", (title) => title.textContent),
    "Llama-3.1-70B does not fit on a 24 GiB card: the weights alone are 131 GiB, 107 too many; in int4 32.85.",
  );
  assert(!(await page.$eval("main", (main) => main.textContent!)).includes("0 requests"));
});

test("kv-cache: prefill fills the strip at once, decode adds one, and the staircases grow", async ({ open }) => {
  const { page } = await open("/kv-cache");
  await alive(page);
  await page.locator("button ::-p-text(Read the prompt of 8)").click();
  for (let step = 0; step < 3; step++) await page.locator("button ::-p-text(Decode one token)").click();
  await page.waitForSelector(`[data-filled="11"][data-bytes="${11 * 131_072}"]`);
  assertEquals(
    await page.$$eval("[data-total]", (totals) => totals.map((each) => each.getAttribute("data-total"))),
    ["11", `${8 + 9 + 10 + 11}`],
  );
});

test("kv-cache reads 128K and 131,072 as one length, and says as what", async ({ open }) => {
  const { page } = await open("/kv-cache");
  await alive(page);
  await type(page, "tokens", "128K");
  await until(page, 2 ** 36);
  assertEquals(await page.$eval("#field-tokens-hint", (hint) => hint.textContent), "= 131,072");
  await type(page, "tokens", "131,072");
  await until(page, 2 ** 36);
});

test("kv-cache: sentence, card and its handle are on the first screen with at most twelve controls", async ({ open }) => {
  for (const look of [{}, { viewport: PHONE }]) {
    const { page } = await open("/kv-cache?preset=llama-3.1-8b&memory_gib=24&tokens=8192", look);
    await alive(page);
    assert(await controlsInSight(page) <= 12, `${await controlsInSight(page)} controls`);
    const bottoms = await page.$$eval(
      "h1, .card-handle, #field-tokens",
      (parts) => parts.map((part) => part.getBoundingClientRect().bottom),
    );
    assert(bottoms.every((bottom) => bottom <= ("viewport" in look ? 844 : 800)), bottoms.join());
  }
});

test("kv-cache says what to do about a repository that is not there", async ({ open }) => {
  const { page } = await open("/kv-cache?repository=nobody/nothing", { expect: /Failed to load resource/ });
  await alive(page);
  await page.locator("button ::-p-text(Fetch its config.json)").click();
  await page.waitForFunction(() => document.body.textContent!.includes("no config.json in nobody/nothing"));
});

test("kv-cache works without JavaScript as a form", async ({ open }) => {
  const { page } = await open("/kv-cache", { javaScript: false });
  await clickStill(page, "[name=tokens]", { count: 3 });
  await page.keyboard.type("131072");
  await Promise.all([page.waitForNavigation(), page.click("button[type=submit]")]);
  assertEquals(await bytes(page), 2 ** 36);
  assertEquals(await page.$$eval(".notices li", (items) => items.length), 0);
});

test("kv-cache is operated by keyboard alone", async ({ open }) => {
  const { page } = await open("/kv-cache");
  await alive(page);
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("name"));
  for (let presses = 0; presses < 40 && await focused() !== "batch"; presses++) {
    await page.keyboard.press("Tab");
  }
  assertEquals(await focused(), "batch");
  await page.keyboard.type("8");
  await until(page, 2 ** 31);
  await page.keyboard.press("Enter");
  assertEquals(new URL(page.url()).pathname, "/kv-cache");
  for (let presses = 0; presses < 9; presses++) await page.keyboard.press("Tab");
  assert(await page.evaluate(() => document.activeElement !== document.body));
});

test("axe finds nothing at /kv-cache with bounds, weights, requests and a mistake", async ({ open }) => {
  for (const look of [{}, { dark: true }, { viewport: PHONE, dark: true }]) {
    const { page } = await open("/kv-cache?preset=qwen3.5-27b&tokens=x&memory_gib=80&config=%7B", look);
    await alive(page);
    await checkAccessibility(page);
    const { page: bounds } = await open("/kv-cache?preset=gpt-oss-120b&memory_gib=80&tokens=131072", look);
    await alive(bounds);
    await checkAccessibility(bounds);
  }
});
