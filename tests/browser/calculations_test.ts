/** The pages that calculate: live in the tab, complete without a script, and replayed by their address. */
import { assert, assertAlmostEquals, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "puppeteer-core";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkAccessibility } from "@/tests/browser/check_accessibility.ts";
import { alive } from "@/tests/browser/alive.ts";
import { controlsInSight, data, drag, retype, unfold, waitForData } from "@/tests/browser/lab_page.ts";
import { keepDownloads } from "@/tests/browser/keep_downloads.ts";
import { PHONE } from "@/tests/browser/visit.ts";

const test = browserTests({ models: "none" });

/** The site's own network, named in full, whose result is there. */
const OWN_NETWORK = /^parcel-gpt@[0-9a-f]{12} q4 (cpu|kernel), busy: false$/;

function sourceOf(page: Page, region: string): Promise<string> {
  return page.$eval(
    region,
    (each) => `${each.getAttribute("data-source")}, busy: ${each.getAttribute("aria-busy")}`,
  );
}

test("/loss keeps what no address can hold, and what cannot be read yet, over a reload", async ({ open }) => {
  const { page } = await open("/loss?probabilities=0.5");
  await alive(page);
  const long = `${"0.5,".repeat(3000)}0.25`;
  await page.$eval("#field-probabilities", (field, text) => {
    (field as HTMLTextAreaElement).value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, long);
  await page.waitForFunction(() =>
    document.querySelector(".notices")?.textContent?.includes("longer than an address")
  );
  await retype(page, "#field-words", "many");
  await page.waitForFunction(() => (history.state?.drafts ?? {}).words === "many");
  await page.reload();
  await alive(page);
  await page.waitForSelector("#field-words[aria-invalid=true]");
  assertEquals(await page.$eval("#field-words", (field) => (field as HTMLInputElement).value), "many");
  const kept = await page.$eval("#field-probabilities", (field) => (field as HTMLTextAreaElement).value);
  assertEquals(kept, long);
});

test("/loss moves from one source to another", async ({ open }) => {
  const { page } = await open("/loss");
  await alive(page);
  await page.locator("nav.modes a::-p-text(Probabilities)").click();
  await waitForData(page, "perplexity", /^2\.828/);
  await retype(page, "#field-probabilities", "0.5,0.5");
  await waitForData(page, "perplexity", /^2(\.0000|$)|^1\.9999/);
});

test("/table opens before its first step, steps through the loop, and helps a row back to 1", async ({ open }) => {
  const { page } = await open("/table");
  await alive(page);
  assertEquals([await data(page, "stop"), await data(page, "text")], [[], ["Order shipped from the"]]);
  for (const stop of ["limit", "limit", "end"]) {
    await page.locator("a.primary::-p-text(Step)").click();
    await waitForData(page, "stop", new RegExp(`^${stop}$`));
  }
  await waitForData(page, "text", /^Order shipped from the warehouse\.$/);
  await page.waitForFunction(() => location.search === "?run=1");
  await page.reload();
  await alive(page);
  assertEquals(await data(page, "stop"), ["end"], "the finished run is in the address");
  await page.locator("a::-p-text(Undo)").click();
  await waitForData(page, "stop", /^limit$/);
  await unfold(page, "The whole table");
  await retype(page, 'input[aria-label="Probability of hub after Order shipped from the"]', "0.15");
  await page.waitForFunction(() => document.querySelector(".table-row.wrong") !== null);
  await checkAccessibility(page);
  await page.locator("a::-p-text(Divide the row by its sum)").click();
  await page.waitForFunction(() => document.querySelector(".table-row.wrong") === null);
  const sums = await data(page, "sum");
  assertAlmostEquals(Number(sums[0]), 1, 1e-12);
});

test("/table: a share is dragged or moved by keys, the others make room, and the loop takes another way", async ({ open }) => {
  for (const look of [{}, { viewport: PHONE, dark: true }]) {
    const { page } = await open("/table", look);
    await alive(page);
    assert(await controlsInSight(page) <= 12);
    await checkAccessibility(page);
    const bottom = await page.$eval(".figure .toolbar", (bar) => bar.getBoundingClientRect().bottom);
    assert(bottom <= ("viewport" in look ? 844 : 800), `${bottom}`);
    await page.focus('input[aria-label="Share of hub"]');
    await page.keyboard.press("End");
    await page.waitForFunction(() => location.search.includes("table="));
    await page.locator("a.primary::-p-text(Step)").click();
    await waitForData(page, "text", /^Order shipped from the hub$/);
  }
});

test("/loss: a probability is dragged with the pointer and moved by keys; mean, perplexity and address follow", async ({ open }) => {
  const { page } = await open("/loss");
  await alive(page);
  assertEquals(
    await page.$eval("h1", (title) => title.textContent),
    "Three coins and a surprise: as unsure as a choice among 2.83 equally likely tokens.",
  );
  const knob = await page.$eval('input[aria-label="Probability at position 4"]', (input) => {
    const { left, top, width, height } = input.getBoundingClientRect();
    return { x: left + 14 + 0.12 * (width - 28), y: top + height / 2, width: width - 28 };
  });
  await drag(page, knob, { x: knob.x + 0.38 * knob.width, y: knob.y });
  await page.waitForFunction(() => location.search.includes("probabilities=0.5,0.5,0.5,0."));
  const perplexity = Number((await data(page, "perplexity"))[0]);
  assert(perplexity > 1.9 && perplexity < 2.1, `${perplexity}`);
  await page.focus('input[aria-label="Probability at position 4"]');
  await page.keyboard.press("End");
  await waitForData(page, "probability", /,1$/, ".figures.loss");
  await page.goto(new URL("/loss?from=logits", page.url()).href);
  await alive(page);
  await page.focus('input[aria-label="Probability at position 1"]');
  await page.keyboard.press("Home");
  await page.waitForFunction(() => location.search.includes("logits="));
  assertAlmostEquals(Number((await data(page, "probability", ".figures.loss"))[0]), 0.005, 1e-4);
});

test("/loss at logits of ±10,000 says what a double cannot hold, and breaks nothing", async ({ open }) => {
  for (const look of [{}, { viewport: PHONE }]) {
    const { page } = await open("/loss?logits=10000,-10000%0A-10000,10000&targets=0,0", look);
    await alive(page);
    assertEquals(
      await page.$eval("h1", (title) => title.textContent),
      "A mean loss of 10,000 nats: sure of the wrong tokens. The perplexity, e^10,000, is beyond a double.",
    );
    const text = await page.$eval("main", (main) => main.textContent!);
    assert(!text.includes("choice among ∞"), "no choice among ∞ of 2 tokens");
    assert(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    assert(await controlsInSight(page) <= 12);
  }
});

test("/context fills token by token", async ({ open }) => {
  const { page } = await open("/context?generated_tokens=399");
  await alive(page);
  assertEquals(await data(page, "full"), ["false"]);
  await page.locator("a::-p-text(1 more)").click();
  await waitForData(page, "full", /^true$/);
  await page.locator("a.pill::-p-text(slide with sinks)").click();
  await waitForData(page, "dropped", /^\[\[4,5\]\]/);
  await retype(page, "#field-keep", "16");
  await waitForData(page, "dropped", /^\[\[16,17\]\]/);
});

test("/context: the limit is dragged with the pointer and moved by keys, and rejecting does not contradict itself", async ({ open }) => {
  const { page } = await open("/context?policy=reject");
  await alive(page);
  assertEquals(
    await page.$eval("h1", (title) => title.textContent),
    "The window is full at 8,000 tokens: token 8,001 needs a policy.",
  );
  const knob = await page.$eval(".window-handle input", (input) => {
    const { left, top, width, height } = input.getBoundingClientRect();
    const { min, max, valueAsNumber } = input as HTMLInputElement;
    const share = (valueAsNumber - Number(min)) / (Number(max) - Number(min));
    return { x: left + 14 + share * (width - 28), y: top + height / 2, width: width - 28 };
  });
  await drag(page, knob, { x: knob.x - knob.width / 4, y: knob.y });
  await page.waitForFunction(() => /limit=5[45]\d0/.test(location.search));
  assertMatch((await data(page, "kept"))[0]!, /^\[\[0,5[45]\d0\]\]$/);
  assertMatch(await page.$eval("h1", (title) => title.textContent!), /token 5,[45]\d1 was refused/);
  await page.focus(".window-handle input");
  await page.keyboard.press("End");
  await page.waitForFunction(() => location.search.includes("limit=10000"));
  assertEquals(await data(page, "full"), ["false"]);
  for (const look of [{}, { viewport: PHONE, dark: true }]) {
    const { page } = await open("/context", look);
    await alive(page);
    assert(await controlsInSight(page) <= 12);
    await checkAccessibility(page);
    const bottom = await page.$eval(".figure .toolbar", (bar) => bar.getBoundingClientRect().bottom);
    assert(bottom <= ("viewport" in look ? 844 : 800), `${bottom}`);
  }
});

test("/context: the limit is dragged with a finger, again and again at one height", async ({ open }) => {
  const { page } = await open("/context", { viewport: PHONE });
  await alive(page);
  const knob = () =>
    page.$eval(".window-handle input", (input) => {
      const { left, top, width, height } = input.getBoundingClientRect();
      const { min, max, valueAsNumber } = input as HTMLInputElement;
      const share = (valueAsNumber - Number(min)) / (Number(max) - Number(min));
      return { x: left + 14 + share * (width - 28), y: top + height / 2 };
    });
  const limit = () => Number(new URL(page.url()).searchParams.get("limit") ?? 8000);
  const { y } = await knob();
  for (const by of [-80, -60, 100, 60]) {
    const [{ x }, before] = [await knob(), limit()];
    const finger = await page.touchscreen.touchStart(x, y);
    for (let step = 1; step <= 6; step++) await finger.move(x + by * step / 6, y);
    await finger.end();
    await page.waitForFunction(
      (before, by) => {
        const now = Number(new URL(location.href).searchParams.get("limit") ?? 8000);
        return by < 0 ? now < before : now > before;
      },
      {},
      before,
      by,
    );
    const moved = Math.abs((await knob()).y - y);
    assert(moved < 2, `what is dragged has moved by ${moved} pixels from under the finger`);
  }
});

test("/context: a model reads a policy until it drops out of the window, and a summary brings it back", async ({ open }) => {
  const { page } = await open("/context");
  await alive(page);
  await page.locator("button ::-p-text(Let parcel-gpt read it)").click();
  const share = () =>
    page.$eval(".area-reading tr[data-id]", (row) =>
      [
        row.textContent!.trim().replace(/\s+/g, " "),
        Number(row.getAttribute("data-probability")),
      ] as const);
  await page.waitForSelector(".area-reading [data-limit='15'] tr[data-id]");
  assertMatch(await sourceOf(page, ".area-reading [data-limit]"), OWN_NETWORK);
  assertMatch((await share())[0], /refundable/);
  assert((await share())[1] > 0.99, `${(await share())[1]}`);
  await page.focus('input[aria-label="Tokens that the reading window holds"]');
  for (let step = 0; step < 8; step++) await page.keyboard.press("ArrowLeft");
  await page.waitForSelector(".area-reading [data-limit='7'][data-dropped-tokens='8']");
  const rows = await page.$$eval(".area-reading tr[data-id]", (all) => all.map((row) => row.textContent!));
  const refundable = rows.find((row) => row.includes("refundable"))!;
  assertMatch(refundable, /2[23]\.\d/);
  await page.type("#field-summary", "Annual plans: refundable.");
  await page.waitForFunction(() =>
    Number(document.querySelector(".area-reading tr[data-id]")?.getAttribute("data-probability")) > 0.5 &&
    document.querySelector(".area-reading tr[data-id]")!.textContent!.includes("refundable")
  );
  await checkAccessibility(page);
});

test("/context: one prompt, four conditions and four endings, each cause lit at its cut", async ({ open }) => {
  const { page } = await open("/context");
  await alive(page);
  const endings = [];
  for (const label of ["End token", "At most 8 tokens", "Stop string", "A window of 24 tokens"]) {
    await page.locator(`.area-stops a.pill::-p-text(${label})`).click();
    await page.waitForFunction(
      (label) =>
        document.querySelector(".area-stops .ending-cut")?.textContent?.toLowerCase().startsWith(label),
      {},
      label.toLowerCase(),
    );
    endings.push(
      await page.$eval(".area-stops", (part) => [
        part.querySelector("[data-stop]")!.getAttribute("data-stop"),
        part.querySelectorAll(".ending-cause .chip").length,
        part.querySelectorAll(".is-dropped .chip").length > 0,
      ]),
    );
  }
  assertMatch(await sourceOf(page, ".area-stops [data-stop]"), OWN_NETWORK);
  assertEquals(endings, [["end", 1, false], ["limit", 1, true], ["stop", 3, true], ["context", 1, true]]);
  await checkAccessibility(page);
});

test("/train: the code is lit where the hand moved, and its weights are saved under the name that it reads", async ({ open }) => {
  const { page } = await open("/train?run=1");
  await alive(page);
  await unfold(page, "The code that computes this");
  const downloads = await keepDownloads(page);
  const lit = () => page.$$eval(".area-code .lit", (lines) => lines.map((line) => line.textContent!.trim()));
  await page.locator(".area-code button::-p-text(Save the weights)").click();
  const weights = JSON.parse(
    new TextDecoder().decode(await downloads.take("neural-ngram-seed-7-step-120.json")),
  );
  assertEquals(weights.vocabulary.length, 8);
  assertEquals(await lit(), []);
  await page.focus('input[aria-label="Learning rate, dragged"]');
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector(".area-code .lit");
  assertMatch(
    (await lit()).join(),
    /^net = json\.load\(open\("neural-ngram-seed-7-step-120\.json"\)\).*rate 0\.06/,
  );
});

/** A lab, a handle of it, the key that moves it, and the line that is lit then. */
const MOVED = [
  ["/softmax", 'input[aria-label="Logit of the"]', "ArrowRight", /^logits = /],
  ["/loss", 'input[aria-label="Probability at position 4"]', "End", /^p = /],
  ["/kv-cache", ".card-handle input", "Home", /^layers = /],
  ["/context", ".window-handle input", "End", /^limit = /],
  ["/table", 'input[aria-label="Share of hub"]', "End", /^table = /],
] as const;

test("the code beside a figure is lit where a key moved its handle, and is 6 to 15 lines long", async ({ open }) => {
  const { page } = await open(MOVED[0][0]);
  for (const [address, handle, key, lit] of MOVED) {
    if (address !== MOVED[0][0]) await page.goto(new URL(address, page.url()).href);
    await alive(page);
    await unfold(page, "The code that computes this");
    assertEquals(await page.$(".area-code .lit"), null, address);
    await page.focus(handle);
    await page.keyboard.press(key);
    await page.waitForSelector(".area-code .lit");
    const lines = await page.$$eval(".area-code .lit", (all) => all.map((line) => line.textContent!.trim()));
    assertEquals(lines.length, 1, `${address}: ${lines}`);
    assertMatch(lines[0]!, lit);
    const { length } = await page.$$(".area-code pre > code");
    assert(length >= 6 && length <= 15, `${address}: ${length} lines`);
  }
});

test("/api answers before Run, shows the call in three languages, and runs an example in the tab", async ({ open }) => {
  const { page } = await open("/api", { expect: /status of 400/ });
  await page.waitForSelector("is-land[data-state=ready] #body-softmax");
  await page.waitForSelector("#softmax pre[data-status='200']");
  for (
    const [label, part] of [["Python", "urllib.request"], ["JavaScript", "await fetch("], ["curl", "curl -s"]]
  ) {
    await page.locator(`#softmax .segments button::-p-text(${label})`).click();
    await page.waitForFunction(
      (part) => document.querySelector("#softmax pre.curl")!.textContent!.includes(part),
      {},
      part!,
    );
  }
  await page.click("#softmax button[type=submit]");
  await page.waitForSelector("#softmax pre[data-status='200']");
  await retype(page, "#body-softmax", "{");
  await page.click("#softmax button[type=submit]");
  await page.waitForSelector("#softmax pre[data-status='400']");
});

test("each form is complete without a script", async ({ open }) => {
  const cases = [
    ["/softmax", "#field-logits", "0,0", "probability", "0.5,0.5"],
    ["/loss?probabilities=0.5", "#field-probabilities", "1,1", "perplexity", "1"],
    ["/table", "input[name=max_steps]", "1", "stop", "limit"],
    ["/context", "#field-generated-tokens", "0", "full", "false"],
  ] as const;
  for (const [path, selector, text, name, expected] of cases) {
    const { page } = await open(path, { javaScript: false, viewport: PHONE });
    await page.$eval(selector, (field, text) => (field as HTMLInputElement).value = text, text);
    await Promise.all([page.waitForNavigation(), page.click("button.no-script")]);
    const shown = (await data(page, name, name === "probability" ? ".figures.softmax" : "main")).join();
    assertEquals(shown, expected, page.url());
    assert(await page.$(".notices") === null, `${page.url()} has no notice`);
  }
});
