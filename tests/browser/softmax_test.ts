/** /softmax in a browser: logits are dragged, the temperature too, and what is wrong is said and computes nothing. */
import { assert, assertAlmostEquals, assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "puppeteer-core";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkAccessibility } from "@/tests/browser/check_accessibility.ts";
import { alive } from "@/tests/browser/alive.ts";
import { controlsInSight, data, drag, retype, unfold, waitForData } from "@/tests/browser/lab_page.ts";
import { requestsOf } from "@/tests/browser/requests.ts";
import { PHONE } from "@/tests/browser/visit.ts";
import { clickStill } from "@/tests/browser/click_still.ts";

const test = browserTests({ models: "none" });
const FIGURE = ".figures.softmax";

function sentence(page: Page): Promise<string> {
  return page.$eval("h1", (title) => title.textContent!);
}

/** Where the knob of a handle is, and how wide its line is. */
async function knobOf(page: Page, label: string): Promise<{ x: number; y: number; width: number }> {
  return await page.$eval(`input[aria-label="${label}"]`, (input) => {
    const { min, max, valueAsNumber } = input as HTMLInputElement;
    const { left, top, width, height } = input.getBoundingClientRect();
    const share = (valueAsNumber - Number(min)) / (Number(max) - Number(min));
    return { x: left + 14 + share * (width - 28), y: top + height / 2, width: width - 28 };
  });
}

test("/softmax: a logit is dragged; bars, sentence and address follow, and nothing is sent", async ({ open }) => {
  const { page } = await open("/softmax");
  await alive(page);
  assertEquals(await sentence(page), "A score 1.5 higher is 4.5 times as likely. Drag one.");
  await page.waitForNetworkIdle({ idleTime: 300 });
  const requests = requestsOf(page);
  const knob = await knobOf(page, "Logit of slowly");
  await drag(page, knob, { x: knob.x + knob.width * 0.15, y: knob.y });
  await waitForData(page, "logit", /^3,3,-1,/, FIGURE);
  assertStringIncludes(await sentence(page), "Equal scores are equally likely.");
  assertEquals(
    await page.$$eval(`${FIGURE} .before-mark`, (marks) => marks.length),
    5,
    "where the bars were",
  );
  await page.waitForFunction(() => location.search.includes("logits=3,3,-1"));
  assertEquals(requests, []);
});

test("/softmax: a logit is moved with the arrow keys and its value is announced", async ({ open }) => {
  const { page } = await open("/softmax");
  await alive(page);
  await page.focus('input[aria-label="Logit of the"]');
  await page.keyboard.press("ArrowRight");
  await waitForData(page, "logit", /^3,1\.5,-1,-1\.9,-3$/, FIGURE);
  const text = await page.$eval('input[aria-label="Logit of the"]', (input) => input.ariaValueText);
  assertStringIncludes(text!, "probability 0.6");
});

test("/softmax: the answer is read aloud once it stands still, and nothing before", async ({ open }) => {
  const { page } = await open("/softmax");
  await alive(page);
  const said = () => page.$eval("#said", (region) => [region.textContent, region.role]);
  assertEquals(await said(), ["", "status"]);
  await page.focus('input[aria-label="Logit of slowly"]');
  for (let step = 0; step < 3; step++) await page.keyboard.press("ArrowRight");
  await waitForData(page, "logit", /^3,/, FIGURE);
  assertEquals((await said())[0], "", "not while it may still change");
  await page.waitForFunction(() => document.querySelector("#said")!.textContent !== "");
  assertEquals((await said())[0], await sentence(page));
});

test("/softmax: the temperature is dragged, also along the ribbons, and stays within what is read", async ({ open }) => {
  const { page } = await open("/softmax");
  await alive(page);
  const knob = await knobOf(page, "Temperature, slider");
  await drag(page, knob, { x: knob.x + knob.width / 3, y: knob.y });
  await waitForData(page, "probability", /^0\.57/, FIGURE);
  await page.$eval(".ribbon", (ribbon) => ribbon.scrollIntoView({ block: "center" }));
  const layer = await (await page.$(".ribbon .crosshair-layer"))!.boundingBox();
  await page.mouse.click(layer!.x + layer!.width / 6, layer!.y + 20);
  await waitForData(page, "probability", /^0\.952/, FIGURE);
  await page.focus(".ribbon .crosshair-keys");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => location.search === "?temperature=0.55");
  assertStringIncludes(
    await page.$eval(".ribbon .plot-values", (line) => line.textContent!),
    "T = 0.55: correctly",
  );
});

test("/softmax: a value out of range is marked at its field in its label's words, and computes nothing", async ({ open }) => {
  const { page } = await open("/softmax");
  await alive(page);
  await retype(page, "#field-temperature", "-1");
  await page.waitForSelector("#field-temperature[aria-invalid=true]");
  assertEquals(
    await page.$eval("#field-temperature-error", (error) => error.textContent),
    "Temperature is not between 0 and 1,000.",
  );
  assertEquals(await sentence(page), "Temperature is not between 0 and 1,000.");
  assertEquals(await page.$eval(".figure", (region) => region.ariaBusy), "true");
  assertStringIncludes(await page.$eval(".answer p", (note) => note.textContent!), "gray below is of 1");
  await checkAccessibility(page);
  await page.locator("button ::-p-text(Take that)").click();
  await page.waitForSelector("#field-temperature:not([aria-invalid])");
  assertEquals(await page.$eval(".figure", (region) => region.ariaBusy), "false");
});

test("/softmax: a cut is drawn through the bars, what it drops is struck, the rest grows", async ({ open }) => {
  const { page } = await open("/softmax");
  await alive(page);
  assertEquals(await page.$(`${FIGURE} .cut-line`), null);
  await page.locator("a.pill::-p-text(top-k 2)").click();
  await page.waitForSelector(`${FIGURE} .cut-line`);
  assertEquals(await page.$$eval(`${FIGURE} tr.is-cut s`, (cells) => cells.length), 3);
  const shaped = await data(page, "shaped-probability", FIGURE);
  assertAlmostEquals(Number(shaped[0]), 0.8176, 1e-4);
});

test("/softmax answers while one types its own numbers", async ({ open }) => {
  const { page } = await open("/softmax");
  await alive(page);
  await unfold(page, "Your own numbers");
  await retype(page, "#field-logits", "1,1,");
  await waitForData(page, "probability", /^0\.5,0\.5$/, FIGURE);
  assertEquals(await page.$eval("#field-logits", (field) => (field as HTMLInputElement).value), "1,1,");
  await retype(page, "#field-logits", "1,one");
  await page.waitForSelector("#field-logits[aria-invalid=true]");
  assertEquals((await data(page, "probability", FIGURE)).length, 1, "the last result stays");
  await page.waitForFunction(() => location.search === "?logits=1");
});

test("/softmax: a row's logit is edited, removed and added, and the tokens keep their names", async ({ open }) => {
  const { page } = await open("/softmax");
  await alive(page);
  await unfold(page, "Your own numbers");
  await retype(page, 'input[aria-label="Logit of slowly, as a number"]', "3");
  await waitForData(page, "logit", /^3,3,/, FIGURE);
  await clickStill(page, 'button[aria-label="Remove correctly"]');
  await waitForData(page, "logit", /^3,-1,-2,-3$/, FIGURE);
  await page.locator("::-p-text(Add a token)").click();
  await waitForData(page, "logit", /^3,-1,-2,-3,0$/, FIGURE);
  assertStringIncludes(
    await page.$eval("#field-labels", (field) => (field as HTMLInputElement).value),
    "slowly,angrily",
  );
});

test("/softmax: adding moves nothing, dividing does; a show me sets the instrument, Back undoes it, reload keeps it", async ({ open }) => {
  const { page } = await open("/softmax");
  await alive(page);
  const before = await data(page, "probability", FIGURE);
  await unfold(page, "a constant added");
  await retype(page, "input[name=add]", "1000");
  await page.waitForFunction(() => document.querySelector("main")!.textContent!.includes("not a number"));
  const after = await data(page, "probability", FIGURE);
  after.forEach((value, i) => assertAlmostEquals(Number(value), Number(before[i]), 1e-12));
  await page.waitForFunction(() => location.search === "?add=1000");
  await page.evaluate(() => Object.assign(globalThis, { mark: 1 }));
  await page.locator("a.pill::-p-text(dividing does)").click();
  await waitForData(page, "probability", /^0\.57/, FIGURE);
  assertEquals(await page.evaluate(() => [location.search, (globalThis as { mark?: number }).mark]), [
    "?temperature=2",
    1,
  ]);
  await page.goBack();
  await page.waitForFunction(() => location.search === "?add=1000");
  await waitForData(page, "probability", /^0\.79/, FIGURE);
  await page.reload();
  await alive(page);
  assertEquals(await page.$eval("input[name=add]", (field) => (field as HTMLInputElement).value), "1000");
});

test("/softmax draws eight tokens as NumPy does", async ({ open }) => {
  const { page } = await open("/softmax");
  await alive(page);
  await page.locator("a.pill::-p-text(eight draws)").click();
  await waitForData(page, "id", /^2,0,2,0,1,0,1,0$/, "ol.drawn");
});

test("/softmax: sentence, figure and temperature are on the first screen with at most twelve controls", async ({ open }) => {
  for (const look of [{}, { viewport: PHONE, dark: true }]) {
    const { page } = await open("/softmax", look);
    await alive(page);
    assert(await controlsInSight(page) <= 12, `${await controlsInSight(page)} controls`);
    const bottoms = await page.$$eval(
      `h1, ${FIGURE}, .temperature-row`,
      (parts) => parts.map((part) => part.getBoundingClientRect().bottom),
    );
    assert(bottoms.every((bottom) => bottom <= innerHeightOf(look)), bottoms.join());
    await checkAccessibility(page);
  }
});

function innerHeightOf(look: { readonly viewport?: { readonly height: number } }): number {
  return look.viewport?.height ?? 800;
}
