/** The training lab in Chromium: PyTorch's figures from a worker. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { firstTrainingFiles } from "@/tests/browser/first_training_files.ts";
import { TFJS_BYTES } from "@/lib/training/engines/tfjs_size.ts";
import { checkAccessibility } from "@/tests/browser/check_accessibility.ts";
import { controlsInSight, drag, unfold } from "@/tests/browser/lab_page.ts";
import { PHONE } from "@/tests/browser/visit.ts";
import worked from "@/tests/reference/torch_neural_ngram.json" with { type: "json" };

const test = browserTests({ models: "none" });

interface LossRow {
  readonly step: string;
  readonly loss: number;
}

function lossRows(page: Page): Promise<LossRow[]> {
  return page.$$eval(
    "table tr[data-loss]",
    (rows) =>
      (rows as HTMLElement[]).map((row) => ({
        step: row.dataset["step"]!,
        loss: Number(row.dataset["loss"]),
      })),
  );
}

/** The last step in the table once it stays the same: steps that were under way when Pause was pressed still come. */
async function lastStepAtRest(page: Page): Promise<number> {
  for (let last = -1;;) {
    const step = Number((await lossRows(page)).at(-1)!.step);
    if (step === last) return step;
    last = step;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function statusOf(page: Page): Promise<string> {
  return page.$eval(".status-line [role=status]", (each) => each.textContent ?? "");
}

async function until(page: Page, words: RegExp, timeout = 60_000): Promise<void> {
  const source = words.source;
  await page.waitForFunction(
    (source) =>
      new RegExp(source).test(document.querySelector(".status-line [role=status]")?.textContent ?? ""),
    { timeout, polling: 20 },
    source,
  );
}

async function press(page: Page, label: string): Promise<void> {
  await page.evaluate((label) => {
    const button = [...document.querySelectorAll("button")].find((each) => each.textContent === label);
    if (!button) throw new Error(`There is no button ${label}`);
    button.click();
  }, label);
}

function topToken(page: Page): Promise<string> {
  return page.$eval("table.dist tbody tr .chip", (each) => each.textContent ?? "");
}

/** Presses Train and waits for the whole run. */
async function train(page: Page): Promise<void> {
  await press(page, "Train");
  await until(page, /Preparing|Training/);
  await until(page, /Trained|Stopped/);
}

test("the worked example by one button: PyTorch's losses, the floor, hub", async ({ open }) => {
  const { page } = await open("/train");
  await alive(page);
  await train(page);
  const rows = await lossRows(page);
  const { losses, final_loss } = worked.runs["7"];
  assertEquals([rows[0]!.step, rows.at(-2)!.step, rows.at(-1)!.step], ["0", "119", "final"]);
  for (const { step, loss } of rows) {
    assertAlmostEquals(loss, step === "final" ? final_loss : losses[Number(step)]!, 1e-4, step);
  }
  const source = await page.$eval("[data-source]", (each) => each.getAttribute("data-source")!);
  assert(/^neural-ngram@seed-7-step-120 fp32 (wasm|cpu)$/.test(source), source);
  assertEquals(await page.$eval("[data-source]", (each) => each.getAttribute("aria-busy")), "false");
  assert((await topToken(page)).endsWith("hub"));
});

test("the lab opens before its first step with a question, and its address says what was trained", async ({ open }) => {
  const { page } = await open("/train");
  await alive(page);
  const sentence = () => page.$eval("h1", (title) => title.textContent!);
  assert((await sentence()).endsWith("What will it say once it is trained?"), await sentence());
  assertEquals([await lossRows(page), await statusOf(page)], [[], "Not trained yet"]);
  assert(
    await page.$$eval("table.dist tbody tr[data-id]", (rows) => rows.length) > 3,
    "it says something untrained",
  );
  await train(page);
  assert(
    (await sentence()).includes("its text's floor") || (await sentence()).includes("the text's floor 0.347"),
  );
  await page.waitForFunction(() => location.search === "?run=1");
  await page.reload();
  await alive(page);
  assertAlmostEquals((await lossRows(page)).at(-1)!.loss, worked.runs["7"].final_loss, 1e-4);
});

test("the rate is dragged: the run before is gray until Train is pressed", async ({ open }) => {
  const { page } = await open("/train?run=1");
  await alive(page);
  assertEquals(await page.$(".stale"), null);
  const knob = await page.$eval('input[aria-label="Learning rate, dragged"]', (input) => {
    const { left, top, width, height } = input.getBoundingClientRect();
    const { min, max, valueAsNumber } = input as HTMLInputElement;
    const share = (valueAsNumber - Number(min)) / (Number(max) - Number(min));
    return { x: left + 14 + share * (width - 28), y: top + height / 2, width: width - 28 };
  });
  await drag(page, knob, { x: knob.x - knob.width / 5, y: knob.y });
  await page.waitForSelector(".train-figure.stale");
  assertEquals(await page.$eval("[data-source]", (region) => region.getAttribute("aria-busy")), "true");
  await page.waitForFunction(() => location.search.includes("learning_rate=0.005"));
  await checkAccessibility(page);
  await train(page);
  assertEquals(await page.$(".stale"), null);
  await page.focus('input[aria-label="Learning rate, dragged"]');
  await page.keyboard.press("ArrowRight");
  await page.waitForSelector(".train-figure.stale");
});

test("Train, rate, loss and bars are on the first screen with at most twelve controls", async ({ open }) => {
  for (const look of [{}, { viewport: PHONE }]) {
    const { page } = await open("/train", look);
    await alive(page);
    assert(await controlsInSight(page) <= 12, `${await controlsInSight(page)} controls`);
    const tops = await page.$$eval(
      "h1, .run-bar .primary, .rate, .area-loss",
      (parts) => parts.map((part) => part.getBoundingClientRect().top),
    );
    assert(tops.every((top) => top < ("viewport" in look ? 844 : 800)), tops.join());
  }
});

test("other seeds from the address match PyTorch too", async ({ open }) => {
  for (const seed of ["0", "42"] as const) {
    const { page } = await open(`/train?seed=${seed}`);
    await alive(page);
    await train(page);
    for (const { step, loss } of await lossRows(page)) {
      if (step !== "final") assertAlmostEquals(loss, worked.runs[seed].losses[Number(step)]!, 1e-4, step);
    }
  }
});

test("without JavaScript the server's run stands in the page, and the form trains others", async ({ open }) => {
  const { page: bare } = await open("/train", { javaScript: false });
  assertEquals(await lossRows(bare), [], "before its first step");
  const { page } = await open("/train?run=1", { javaScript: false });
  const rows = await lossRows(page);
  assertAlmostEquals(rows.at(-1)!.loss, worked.runs["7"].final_loss, 1e-4);
  assert((await topToken(page)).endsWith("hub"));
  await page.$eval("input[name=seed]", (each) => (each as HTMLInputElement).value = "42");
  await Promise.all([page.waitForNavigation(), page.click("button[type=submit]")]);
  assertAlmostEquals((await lossRows(page)).at(-1)!.loss, worked.runs["42"].final_loss, 1e-4);
  assert(new URL(page.url()).searchParams.get("seed") === "42");
});

test("a run that is being prepared can be called off, and nothing of it is left", async ({ open }) => {
  const { page } = await open("/train");
  await alive(page);
  // The button stands for a moment only: it is pressed as soon as it does.
  await page.evaluate(() =>
    new MutationObserver(() => {
      const cancel = [...document.querySelectorAll("button")].find((each) => each.textContent === "Cancel");
      if (!cancel || document.body.dataset["canceled"]) return;
      document.body.dataset["canceled"] = "yes";
      cancel.click();
    }).observe(document.body, { subtree: true, childList: true, characterData: true })
  );
  await press(page, "Train");
  await page.waitForSelector("[data-canceled]");
  await until(page, /Not trained yet/);
  await page.waitForFunction(() => location.search === "");
  assertEquals(await page.$$eval("[role=alert]", (all) => all.length), 0);
});

test("a link to a run that the server leaves to the tab is trained there when it opens", async ({ open }) => {
  const { page } = await open("/train?corpus=parcel_messages&batch=8&steps=40");
  await until(page, /Trained/);
  assertEquals((await lossRows(page)).at(-2)!.step, "39");
  assertEquals(await statusOf((await open("/train?corpus=parcel_messages&steps=x")).page), "Not trained yet");
});

test("a shipped corpus with batches: pause, step, rewind, resume, counts, writing", async ({ open }) => {
  const { page } = await open(
    "/train?corpus=parcel_messages&embedding=8&hidden=16&batch=32&steps=1500&held_out=10&learning_rate=0.01",
  );
  await alive(page);
  await press(page, "Train");
  await until(page, /Training/);
  await page.waitForFunction(() => document.querySelectorAll("tr[data-loss]").length > 0);
  await press(page, "Pause");
  await until(page, /Paused/);
  const paused = await lastStepAtRest(page);
  await press(page, "Step");
  await page.waitForFunction(
    (step) =>
      [...document.querySelectorAll<HTMLElement>("tr[data-loss]")].some((row) =>
        row.dataset["step"] === step
      ),
    {},
    `${paused + 1}`,
  );
  await press(page, "Resume");
  await until(page, /Trained/);
  const end = (await lossRows(page)).at(-1)!;
  assertEquals(end.step, "final");
  await page.focus(".rewind input");
  await page.keyboard.press("Home");
  await until(page, /Paused/);
  await press(page, "Resume");
  await until(page, /Trained/);
  assertAlmostEquals((await lossRows(page)).at(-1)!.loss, end.loss, 1e-5, "The run repeats itself");
  await press(page, "Compare with counts");
  await page.waitForFunction(() => document.body.textContent!.includes("this network"));
  await press(page, "Write 24 tokens");
  await page.waitForSelector("[aria-label='Generated tokens'][data-stop=limit]");
});

test("bad input: a message that says what to do, and the text stays", async ({ open }) => {
  const { page } = await open("/train?context=8&learning_rate=NaN");
  await alive(page);
  const shown = await page.evaluate(() => document.body.innerText);
  assert(shown.includes("learning_rate=NaN is not a number"), shown.slice(0, 500));
  assert(shown.includes("longest sentence has 4 tokens"));
  await page.waitForSelector("input[name=learning_rate][aria-invalid=true]");
  await page.$eval("input[name=learning_rate]", (each) => {
    (each as HTMLInputElement).value = "0.1";
    each.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await page.$eval("textarea[name=corpus]", (each) => {
    (each as HTMLTextAreaElement).value = "";
    each.dispatchEvent(new Event("input", { bubbles: true }));
  });
  await press(page, "Train");
  await page.waitForFunction(() =>
    document.querySelector("[role=alert]")?.textContent?.includes("no text to learn from")
  );
  const { page: fast } = await open("/train?optimizer=sgd&learning_rate=500");
  await alive(fast);
  await train(fast);
  assertEquals(await statusOf(fast), "Stopped: the loss diverged");
  assert((await fast.evaluate(() => document.body.innerText)).includes("Lower the learning rate"));
});

test("a text too long for an address is there again after a reload", async ({ open }) => {
  const { page } = await open("/train");
  const corpus = `${"the package left the regional hub. ".repeat(400)}The end.`;
  const area = "textarea[name=corpus]";
  await alive(page);
  await page.$eval(area, (field, text) => {
    (field as HTMLTextAreaElement).value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, corpus);
  await page.waitForFunction(() => document.body.textContent!.includes("too long for an address"));
  await page.reload();
  await alive(page);
  await page.waitForFunction(
    (area, text) => document.querySelector<HTMLTextAreaElement>(area)!.value === text,
    { timeout: 5000 },
    area,
    corpus,
  );
});

test("axe finds nothing after a run with everything open: light, dark, phone; one tab stop leads to the next", async ({ open }) => {
  for (const look of [{}, { dark: true, viewport: PHONE }]) {
    const { page } = await open("/train", look);
    await alive(page);
    await train(page);
    await press(page, "Step one example through it");
    await page.waitForSelector(".network");
    await press(page, "Next");
    await press(page, "Compare with counts");
    await page.waitForFunction(() => document.body.textContent!.includes("this network"));
    await checkAccessibility(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert(width <= (look.viewport?.width ?? 1280), `${width} px wide`);
  }
});

test("the lab is operated by keyboard alone", async ({ open }) => {
  const { page } = await open("/train?steps=30");
  await alive(page);
  await unfold(page, "Text and settings");
  await page.focus("input[name=seed]");
  await page.keyboard.press("Enter");
  await until(page, /Trained/);
  await page.waitForFunction(() => document.body.textContent!.includes("Computed in this tab"));
  await page.keyboard.down("Control");
  await page.keyboard.press("Enter");
  await page.keyboard.up("Control");
  await page.waitForFunction(() => document.body.textContent!.includes("Runs of this visit"));
});

test("the trained network opens in the predictor with its own distribution", async ({ open }) => {
  const { page } = await open("/train?steps=60");
  await alive(page);
  await train(page);
  const shown = await page.$$eval(
    "table.dist tr[data-id]",
    (rows) =>
      rows.map((row) => [row.getAttribute("data-id"), Number(row.getAttribute("data-probability"))] as const),
  );
  await Promise.all([page.waitForNavigation(), press(page, "Open in the predictor")]);
  assertEquals(new URL(page.url()).searchParams.get("model"), "trained");
  // It opens there by itself: nothing is left to be pressed.
  await page.waitForFunction(() =>
    document.querySelector("[data-source^='trained@seed-7-step-60']")?.getAttribute("aria-busy") === "false"
  );
  const there = await page.$$eval(
    "table.dist tr[data-id]",
    (rows) =>
      rows.map((row) => [row.getAttribute("data-id"), Number(row.getAttribute("data-probability"))] as const),
  );
  assertEquals(there.slice(0, 3), shown.slice(0, 3));
});

test("the page states what the first training loads", async ({ open, site }) => {
  const { page } = await open("/train");
  const text = await page.evaluate(() => document.body.innerText);
  assert(text.includes("230\u00a0kB"), text.slice(0, 600));
  let bytes = 0;
  for (const path of firstTrainingFiles()) {
    const response = await fetch(site.origin + path, { headers: { "accept-encoding": "br" } });
    const length = Number(response.headers.get("content-length"));
    await response.body?.cancel();
    assert(length > 0, path);
    bytes += length;
  }
  assert(Math.abs(bytes - TFJS_BYTES) < 0.1 * TFJS_BYTES, `${bytes} bytes`);
});

test("tfjs comes with the first training and not before, from this site alone", async ({ open }) => {
  const { page } = await open("/train");
  await alive(page);
  const requested: string[] = [];
  assertEquals(page.workers().length, 0);
  page.on("workercreated", (worker) => requested.push(worker.url()));
  await train(page);
  assert(requested.some((url) => /training_worker-/.test(url)), requested.join());
  for (const url of requested) assertEquals(new URL(url).origin, new URL(page.url()).origin);
});
