/** The course, the practice and the check in a browser, on parcel-gpt. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import type { Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { beyondEdge } from "@/tests/browser/beyond_edge.ts";
import { checkAccessibility } from "@/tests/browser/check_accessibility.ts";
import { keepDownloads } from "@/tests/browser/keep_downloads.ts";
import { assertOrder, readAloud } from "@/tests/browser/read_aloud.ts";
import { PHONE } from "@/tests/browser/visit.ts";
import { makeCheck } from "@/lib/learn/check/make_check.ts";
import type { Step } from "@/lib/learn/course/step.ts";
import { parseProgress } from "@/lib/learn/progress.ts";
import { stepPath, STEPS } from "@/lib/learn/course/steps.ts";

const test = browserTests({ models: "none" });

/** Name of the focused element as it is read aloud, near enough. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const each = document.activeElement as HTMLElement;
    const label = each.getAttribute("aria-label") ?? (each as HTMLInputElement).labels?.[0]?.textContent;
    return (label ?? each.textContent ?? "").trim();
  });
}

/** Presses Tab until an element with this name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if ((await focused(page)).startsWith(name)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${name}`);
}

/** Gives a guess and asks for the answer, by keyboard alone. */
async function guessByKeys(page: Page, { guess }: Step): Promise<void> {
  if (guess.kind === "bar") {
    await tabTo(page, guess.label);
    for (let presses = 0; presses < 3; presses++) await page.keyboard.press("ArrowLeft");
  } else if (guess.kind === "word") {
    await tabTo(page, guess.label);
    await page.keyboard.type("checkout");
  } else {
    for (const item of guess.items) {
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
      await tabTo(page, `·${item}`);
      await page.keyboard.press("Enter");
    }
  }
  await tabTo(page, "That is my guess");
  await page.keyboard.press("Enter");
}

/** What stands beside the button in each look of the reading order. */
const COMMIT = ["button: That is my guess: show it", "button: I do not know yet", "navigation: Steps"];

/** The role of the first thing that one guesses with. */
function controlOf({ guess }: Step): string {
  if (guess.kind === "order") return `button: ${guess.items[guess.shown[0]!]}`;
  return `${guess.kind === "bar" ? "slider" : "textbox"}: ${guess.label}`;
}

for (const step of STEPS) {
  test(`${stepPath(step)} on a phone: reading order, a guess by keys, the reveal, axe in both looks`, async ({ open }) => {
    const { page } = await open(stepPath(step), { viewport: PHONE, dark: true });
    await alive(page);
    assertOrder(await readAloud(page), [
      step.sentences.join(" "),
      `heading: ${step.question}`,
      step.hint,
      controlOf(step),
      ...COMMIT,
    ]);
    assertEquals(await beyondEdge(page), []);
    await guessByKeys(page, step);
    await untilRevealed(page, step);
    if (step.guess.kind === "bar") {
      assert(await page.$(".guess-line"), "The guess stays on the figure");
    }
    assertOrder(await readAloud(page), [
      `heading: ${step.question}`,
      step.guess.kind === "order" ? "That is the order" : "You said",
      ...(await replies(page, step)),
      ...step.after,
      "button: Guess again",
      "navigation: Steps",
    ]);
    assertEquals(await beyondEdge(page), []);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(width <= PHONE.width, `${width} px wide`);
    for (const value of ["dark", "light"]) {
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
      await checkAccessibility(page);
    }
    await page.reload();
    await alive(page);
    await page.waitForSelector('.step[data-state="revealed"]');
  });
}

/** What a guess is answered with: one sentence or two; the right order needs none. */
async function replies(page: Page, { guess }: Step): Promise<string[]> {
  const said = await page.$$eval(".step-reply", (each) => each.map(({ textContent }) => textContent ?? ""));
  assertEquals(said.length, guess.kind === "order" ? 0 : 1);
  return said;
}

async function untilRevealed(page: Page, step: Step): Promise<void> {
  await page.waitForSelector('.step[data-state="revealed"]');
  await page.waitForFunction(() => document.activeElement?.classList.contains("step-outcome"));
  const outcome = await page.$eval(".step-outcome", (each) => each.textContent ?? "");
  assertMatch(outcome, step.guess.kind === "order" ? /That is the order/ : /You said/);
}

test("the whole course by keys alone on a phone, from its first page to the check", async ({ open }) => {
  const { page } = await open("/learn", { viewport: PHONE });
  await alive(page);
  await tabTo(page, "Make the first guess");
  await enter(page);
  for (const [index, step] of STEPS.entries()) {
    assertEquals(new URL(page.url()).pathname, stepPath(step));
    await alive(page);
    await guessByKeys(page, step);
    await untilRevealed(page, step);
    const next = STEPS[index + 1];
    await tabTo(page, next ? `Next: ${next.title}` : "Ten questions");
    await enter(page);
  }
  assertEquals(new URL(page.url()).pathname, "/check");
  await alive(page);
  for (const [index, { choices }] of makeCheck(0).entries()) {
    await page.focus(`input[name="q${index + 1}"]`);
    await page.keyboard.press("Space");
    await tabTo(page, index === 9 ? "See the result" : makeCheck(0)[index + 1]!.choices[0]!.text);
    assert(await page.$(`input[name="q${index + 1}"]:checked`), choices[0]!.text);
  }
  await enter(page);
  await page.waitForSelector("[data-score]");
});

/** Presses Enter on a link or a button that leads to another page. */
async function enter(page: Page): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
}

test("the check is read question by question, and axe finds nothing in its result", async ({ open }) => {
  const { page } = await open("/check?seed=2", { viewport: PHONE });
  await alive(page);
  assertOrder(await readAloud(page), [
    "heading: Ten questions",
    ...makeCheck(2).flatMap((
      { prompt, choices },
    ) => [prompt, ...choices.map(({ text }) => `radio: ${text}`)]),
    "button: See the result",
  ]);
  const answers = makeCheck(2).map(({ answer }, index) => `q${index + 1}=${index < 8 ? answer + 1 : 1}`);
  await page.goto(new URL(`/check?seed=2&${answers.join("&")}`, page.url()).href);
  await alive(page);
  assertEquals(await beyondEdge(page), []);
  for (const value of ["dark", "light"]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
    await checkAccessibility(page);
  }
});

test("the instruments live: another text, a turn of the loop, a training run", async ({ open }) => {
  const reveal = async (name: string) => {
    const { page } = await open(`/learn/${name}`);
    await alive(page);
    await page.locator("::-p-text(I do not know yet)").click();
    await page.waitForSelector('.step[data-state="revealed"]');
    return page;
  };
  const words = await reveal("distribution");
  await words.locator(".live input[type=text]").fill("The package left the checkout");
  await words.waitForFunction(() => document.querySelector(".bar-lines")?.textContent?.includes("page"));
  const loop = await reveal("loop");
  await loop.locator('::-p-aria([name="Step"][role="button"])').click();
  await loop.waitForFunction(() => document.querySelector(".study-text")?.textContent?.includes("warehouse"));
  const neural = await reveal("neural");
  await neural.locator(".live > .acts > button").click();
  await neural.waitForFunction(() =>
    Number(document.querySelector("[data-loss]")?.getAttribute("data-loss")) < 0.36
  );
});

test("progress is kept, shown on the course's page, exported, and cleared", async ({ open }) => {
  const first = await open("/learn/chain");
  await alive(first.page);
  await first.page.locator("::-p-text(I do not know yet)").click();
  await first.page.waitForSelector('.step[data-state="revealed"]');
  const { page } = await open("/learn", { context: first.context });
  await alive(page);
  await page.waitForFunction(() =>
    document.querySelector(".course-steps")?.textContent?.includes("chain rule, done")
  );
  const downloads = await keepDownloads(page);
  await page.locator("::-p-text(Export progress)").click();
  const exported = new TextDecoder().decode(await downloads.take("learn-progress.json"));
  assertEquals(Object.keys(parseProgress(exported).steps), ["chain"]);
  await page.locator("::-p-text(Clear progress)").click();
  await page.waitForFunction(() => !document.querySelector(".course-steps")?.textContent?.includes("done"));
  await checkAccessibility(page);
});

test("practice scores three candidates on the real distribution", async ({ open }) => {
  const { page } = await open("/learn/practice");
  await alive(page);
  for (const [label, text] of [["Likeliest", "{"], ["Second", "\\n"], ["Third", '"']] as const) {
    await tabTo(page, label);
    await page.keyboard.type(text);
  }
  await page.keyboard.press("Enter");
  await page.waitForSelector(".candidates [data-rank]");
  const ranks = await page.$$eval(
    ".candidates [data-rank]",
    (rows) => rows.map((row) => row.getAttribute("data-rank")),
  );
  assertEquals([ranks.length, ranks[0]], [3, "1"]);
  await checkAccessibility(page);
  await page.locator("::-p-text(Next: after the brace)").click();
  await page.waitForSelector('[data-stage="2"][data-state="guess"]');
});

test("the check works without a script, and lights the rings", async ({ open }) => {
  const { page } = await open("/check?seed=2", { javaScript: false });
  for (const [index, { answer }] of makeCheck(2).entries()) {
    await page.click(`input[name="q${index + 1}"][value="${index < 8 ? answer + 1 : (answer + 1) % 4 + 1}"]`);
  }
  await Promise.all([page.waitForNavigation(), page.click('.check button[type="submit"]')]);
  const shown = await page.$eval("[data-score]", (each) => ({ ...(each as HTMLElement).dataset }));
  assertEquals([shown["score"], shown["passed"]], ["8", "true"]);
  assertEquals((await page.$$(".rings .ring-right")).length, 8);
});

test("without a script a step shows its question and its figure, and says what needs one", async ({ open }) => {
  const { page } = await open("/learn/chain", { javaScript: false });
  const text = await page.$eval("main", (each) => (each as HTMLElement).innerText);
  assert(text.includes("Guessing needs a script") && !text.includes("That is my guess"));
});
