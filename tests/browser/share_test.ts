/** The Share dialog: by keyboard, what it hands out held to what the page shows, and a file opened again. */
import { assert, assertAlmostEquals, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkAccessibility } from "@/tests/browser/check_accessibility.ts";
import { keepDownloads } from "@/tests/browser/keep_downloads.ts";
import { read, ready } from "@/tests/browser/predictor_page.ts";
import { PHONE } from "@/tests/browser/visit.ts";
import { clickStill } from "@/tests/browser/click_still.ts";

const test = browserTests({ models: "none" });
const BUTTON = 'is-land[name="Share"] button';
const TIMEOUT = { timeout: 60_000 };

async function share(page: Page): Promise<void> {
  await alive(page);
  await clickStill(page, BUTTON);
  await page.waitForSelector("dialog.share[open]", TIMEOUT);
}

/** Presses a button of one item of the dialog. */
async function take(page: Page, item: string, button: string): Promise<void> {
  await page.locator(
    `dialog.share [role=group][aria-label="${item}"] ::-p-aria([name="${button}"][role="button"])`,
  )
    .setTimeout(60_000).click();
}

/** Lines of a CSV without line ends in its cells, split into cells. */
function csvLines(bytes: Uint8Array): string[][] {
  const text = new TextDecoder().decode(bytes);
  assert(text.endsWith("\r\n"));
  return text.slice(0, -2).split("\r\n").map((line) =>
    [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = ""]) =>
      cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell
    ).slice(0, line.endsWith(",") ? undefined : -1)
  );
}

/** What a picture holds, as the browser reads it. */
function readSvg(page: Page, text: string) {
  return page.evaluate((text) => {
    const svg = new DOMParser().parseFromString(text, "image/svg+xml");
    const root = svg.documentElement;
    return {
      wrong: svg.querySelector("parsererror")?.textContent ?? null,
      title: root.querySelector("title")?.textContent ?? "",
      description: root.querySelector("desc")?.textContent ?? "",
      text: root.textContent ?? "",
      width: Number(root.getAttribute("width")),
      height: Number(root.getAttribute("height")),
      background: root.querySelector("rect")?.getAttribute("fill") ?? "",
      classes: root.querySelectorAll("[class], [style]").length,
      lines: [...root.querySelectorAll("path")].map((each) => each.getAttribute("stroke")),
      bars: [...root.querySelectorAll('svg rect[width$="%"]')].map((each) => ({
        width: each.getAttribute("width") ?? "",
        fill: each.getAttribute("fill") ?? "",
      })),
    };
  }, text);
}

/** Checks that a file is a PNG that holds more than one color, two pixels for one of the SVG's. */
async function checkPng(
  page: Page,
  bytes: Uint8Array,
  svg: { width: number; height: number },
): Promise<void> {
  assertEquals([...bytes.slice(1, 4)], [80, 78, 71]);
  const picture = await page.evaluate(async (base64) => {
    const image = new Image();
    image.src = `data:image/png;base64,${base64}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const colors = new Set<number>();
    for (let i = 0; i < data.length; i += 4) colors.add(data[i]! << 16 | data[i + 1]! << 8 | data[i + 2]!);
    return { width: canvas.width, height: canvas.height, colors: colors.size };
  }, bytes.toBase64());
  assertEquals([picture.width, picture.height], [svg.width * 2, svg.height * 2]);
  assert(picture.colors > 4, `${picture.colors} colors`);
}

test("Share by keyboard: its code comes with the press, Escape returns the focus", async ({ open }) => {
  const { page } = await open("/");
  await alive(page);
  const scripts: string[] = [];
  page.on("request", (request) => request.resourceType() === "script" && scripts.push(request.url()));
  const before = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
  assertEquals(before.filter((url) => /\/Share/.test(url)), []);
  await page.focus(BUTTON);
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog.share[open]", TIMEOUT);
  assert(scripts.some((url) => /\/Share-/.test(url)), scripts.join());
  for (let step = 0; step < 3; step++) {
    await page.keyboard.press("Tab");
    assert(
      await page.evaluate(() => document.activeElement?.closest("dialog.share") !== null),
      `Tab ${step}`,
    );
  }
  await page.keyboard.press("Escape");
  await page.waitForFunction(() => !document.querySelector("dialog.share"), TIMEOUT);
  assertEquals(await page.evaluate(() => document.activeElement?.textContent), "Share");
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog.share[open]", TIMEOUT);
});

test("the dialog's link is the experiment as it stands, what was just typed included", async ({ open, site }) => {
  const { page } = await open("/softmax");
  await alive(page);
  await page.$eval("#field-logits", (field) => field.closest("details")!.open = true);
  await page.focus("#field-logits");
  await page.keyboard.type("1");
  await share(page);
  const value = await page.$eval("dialog.share input", (field) => (field as HTMLInputElement).value);
  assertMatch(value, new RegExp(`^${site.origin}/softmax\\?logits=`));
  assertEquals(value, await page.evaluate(() => location.href));
});

test("the predictor's data: the whole vocabulary sums to 1, the table is the page's, unrounded", async ({ open }) => {
  const { page } = await open("/?temperature=0.7&top=10");
  const downloads = await keepDownloads(page);
  await share(page);
  await take(page, "The whole vocabulary, unrounded", "CSV");
  const [head = [], ...rows] = csvLines(await downloads.take("predictor-whole-vocabulary.csv"));
  assertEquals(rows.length, 4096);
  const column = (name: string) => rows.map((row) => Number(row[head.indexOf(name)]));
  for (const name of ["probability", "shaped_probability"]) {
    assertAlmostEquals(column(name).reduce((sum, p) => sum + p, 0), 1, 1e-9, name);
  }
  assertEquals(new Set(column("id")).size, 4096);
  await take(page, "Next-token distribution", "CSV");
  const [names = [], ...shown] = csvLines(await downloads.take("predictor-next-token-distribution.csv"));
  await page.keyboard.press("Escape");
  await ready(page);
  const { rows: expected } = await read(page);
  assertEquals(shown.length, expected.length + 1, "and one row for the rest");
  expected.forEach((row, index) => {
    assertEquals(Number(shown[index]![names.indexOf("Id")]), row.id);
    assertEquals(Number(shown[index]![names.indexOf("Probability")]), row.shaped, names.join());
    assertAlmostEquals(column("probability")[index]!, row.probability, 1e-6);
  });
  assertEquals(shown[0]![names.indexOf("Token")], " warehouse", "a token's own space counts");
});

test("the predictor's figure stands alone: colors, title and bars are in it", async ({ open }) => {
  for (const dark of [false, true]) {
    const { page } = await open("/", { dark });
    const downloads = await keepDownloads(page);
    await share(page);
    await page.locator('dialog.share ::-p-aria([name="SVG"][role="button"])').click();
    const svg = await readSvg(
      page,
      new TextDecoder().decode(await downloads.take("predictor-next-token-distribution.svg")),
    );
    assertEquals([svg.wrong, svg.classes], [null, 0]);
    assertMatch(svg.title, /^Next-token distribution/);
    assertMatch(svg.description, /^http:/);
    assertStringIncludes(svg.text, "warehouse");
    // The figure stands on the page itself.
    assertEquals(svg.background, dark ? "rgb(19, 20, 22)" : "rgb(246, 246, 242)");
    assert(
      svg.bars.length >= 11 && svg.bars.every(({ fill }) => /^rgb/.test(fill)),
      JSON.stringify(svg.bars),
    );
    const [first] = await page.$$eval(
      "table.dist rect.bar-value",
      (bars) => bars.map((each) => each.getAttribute("width")),
    );
    assert(svg.bars.some(({ width }) => width === first));
    await page.locator('dialog.share ::-p-aria([name="PNG"][role="button"])').click();
    await checkPng(page, await downloads.take("predictor-next-token-distribution.png"), svg);
  }
});

test("/softmax: JSON of its table is what the page holds", async ({ open }) => {
  const { page } = await open(
    "/softmax?logits=2.4,1.7,0.2&labels=warehouse,hub,carrier&temperature=1.4&seed=4&draws=8",
  );
  const downloads = await keepDownloads(page);
  await share(page);
  await take(page, "All tables", "JSON");
  const { link, tables } = JSON.parse(new TextDecoder().decode(await downloads.take("softmax.json")));
  assertStringIncludes(link, "temperature=1.4");
  const [first] = tables;
  const expected = await page.$$eval(
    ".figures.softmax tr[data-id]",
    (rows) => rows.map((row) => Number((row as HTMLElement).dataset["probability"])),
  );
  assertEquals(first.source, "softmax");
  assertEquals(first.rows.map((row: { Token: string }) => row.Token), ["warehouse", "hub", "carrier"]);
  assertEquals(first.rows.map((row: { Probability: number }) => row.Probability), expected);
  await page.locator('dialog.share ::-p-aria([name="Python"][role="button"])').click();
  assertStringIncludes(new TextDecoder().decode(await downloads.take("softmax.py")), "/api/v1/sample");
});

test("/kv-cache: the plot as SVG and PNG, its axes and line in it; a table as CSV", async ({ open }) => {
  const { page } = await open("/kv-cache");
  const downloads = await keepDownloads(page);
  await share(page);
  await take(page, "Cache over length", "SVG");
  const svg = await readSvg(
    page,
    new TextDecoder().decode(await downloads.take("kv-cache-cache-over-length.svg")),
  );
  assertEquals([svg.wrong, svg.classes], [null, 0]);
  assert(svg.lines.some((stroke) => /^rgb/.test(stroke ?? "")), JSON.stringify(svg.lines));
  assertMatch(svg.text, /tokens/);
  await take(page, "Cache over length", "PNG");
  await checkPng(page, await downloads.take("kv-cache-cache-over-length.png"), svg);
  await page.locator('dialog.share .share-item ::-p-aria([name="CSV"][role="button"])').click();
  const name = await page.$eval(
    "dialog.share [role=status]:not(.copy-field *)",
    (status) => /Saved (\S+)/.exec(status.textContent ?? "")?.[1] ?? "",
  );
  const [head = [], ...rows] = csvLines(await downloads.take(name));
  assert(head.length > 0);
  assert(rows.some((row) => row.at(-1) === "1"), `${name}: ${JSON.stringify(rows)}`);
});

test("an experiment's file opens again, from the gallery, as the same page; a wrong file says why", async ({ open, site }) => {
  const address = "/ngram?order=3&smoothing=kneser_ney&context=customer+left&words=hub+depot";
  const { page, context } = await open(address);
  const downloads = await keepDownloads(page);
  await share(page);
  await take(page, "The experiment as a file", "Save");
  const path = await downloads.path("ngram.experiment.json");
  const rows = () => page.$$eval("main tr[data-id]", (all) => all.map((row) => row.outerHTML));
  const expected = await rows();
  const wrong = await Deno.makeTempFile({ suffix: ".json" });
  await Deno.writeTextFile(wrong, '{"format": "something else"}');
  const second = await open("/gallery", { context });
  await alive(second.page);
  const field = () => second.page.waitForSelector("input[type=file]");
  await (await field())!.uploadFile(wrong);
  await second.page.waitForFunction(
    () => /no experiment of this site/.test(document.querySelector("[role=alert]")?.textContent ?? ""),
    TIMEOUT,
  );
  await (await field())!.uploadFile(path);
  await second.page.waitForFunction(() => location.pathname === "/ngram", TIMEOUT);
  await alive(second.page);
  assertEquals(
    new URLSearchParams(new URL(second.page.url()).search).toString(),
    new URLSearchParams(new URL(site.origin + address).search).toString(),
  );
  assertEquals(
    await second.page.$$eval("main tr[data-id]", (all) => all.map((row) => row.outerHTML)),
    expected,
  );
});

test("a text longer than an address is shared as a file, and opens again on its page", async ({ open }) => {
  const text = "The parcel left the hub. ".repeat(400).trim();
  const { page, context } = await open("/?model=counts");
  await alive(page);
  const downloads = await keepDownloads(page);
  await page.$eval("textarea[name=text]", (field, text) => {
    (field as HTMLTextAreaElement).value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, text);
  await ready(page);
  await share(page);
  assertMatch(
    await page.$eval("dialog.share", (dialog) => dialog.textContent ?? ""),
    /longer than an address may be \(8,000 characters\)/,
  );
  await take(page, "The experiment as a file", "Save");
  const path = await downloads.path("predictor.experiment.json");
  assertEquals(JSON.parse(await Deno.readTextFile(path)).query, { model: "counts", text });
  await page.keyboard.press("Escape");
  await ready(page);
  const expected = await read(page);
  const second = await open("/gallery", { context });
  await alive(second.page);
  await (await second.page.waitForSelector("input[type=file]"))!.uploadFile(path);
  await second.page.waitForFunction(
    (text) => document.querySelector<HTMLTextAreaElement>("textarea[name=text]")?.value === text,
    TIMEOUT,
    text,
  );
  await second.page.waitForFunction(
    () => document.querySelector("[data-source][aria-busy=true]") === null,
    TIMEOUT,
  );
  assertEquals((await read(second.page)).rows.map(({ id }) => id), expected.rows.map(({ id }) => id));
  assert(second.page.url().length < 200 && !second.page.url().includes("#"));
  await second.page.reload();
  await alive(second.page);
  assertEquals((await read(second.page)).text, text, "a reload loses nothing");
});

const MANY = Array.from({ length: 700 }, (_, index) => `order ${index} left hub`).join("\n");

for (
  const [path, name, shown] of [["/ngram", "text", "#field-text"], ["/train", "corpus", "textarea"]] as const
) {
  test(`a file whose ${name} no address can hold opens on ${path}, from another page and on its own`, async ({ open }) => {
    const file = await Deno.makeTempFile({ suffix: ".experiment.json" });
    const query = { [name]: MANY };
    const format = "next-token-playground/experiment";
    await Deno.writeTextFile(file, JSON.stringify({ format, version: 1, page: path, query }));
    for (const from of ["/gallery", path]) {
      const { page } = await open(from);
      await alive(page);
      if (from === path) await share(page);
      await (await page.waitForSelector("input[type=file]"))!.uploadFile(file);
      await page.waitForFunction(
        (path, shown, text) =>
          location.pathname === path &&
          [...document.querySelectorAll<HTMLTextAreaElement>(shown)].some(({ value }) => value === text),
        TIMEOUT,
        path,
        shown,
        MANY,
      );
      assertEquals(await page.$("dialog.share[open]"), null);
    }
  });
}

test("training's data: the loss of every step, the script, and the first and last loss of the page", async ({ open }) => {
  const { page } = await open("/train?run=1");
  const downloads = await keepDownloads(page);
  await share(page);
  await take(page, "The loss of every step", "CSV");
  const [head, ...rows] = csvLines(await downloads.take("train-training-loss-of-every-step.csv"));
  assertEquals(head, ["step", "loss_nats", "gradient_length"]);
  assertEquals(rows.length, 121);
  const loss = (step: string) =>
    page.$eval(`tr[data-step="${step}"]`, (row) => row.getAttribute("data-loss"));
  assertEquals([rows[0]![1], rows.at(-1)![1]], [await loss("0"), await loss("final")]);
  await take(page, "Code", "Python");
  assertStringIncludes(
    new TextDecoder().decode(await downloads.take("neural-ngram-seed-7-step-120.py")),
    "torch.manual_seed(7)",
  );
});

test("the snippet is copied as it is shown, with theme and hidden parts", async ({ open, site }) => {
  const { page, context } = await open("/context?limit=100");
  await context.overridePermissions(site.origin, ["clipboard-read", "clipboard-sanitized-write"]);
  await share(page);
  await page.select("dialog.share select", "dark");
  await clickStill(page, "dialog.share summary");
  await clickStill(page, 'dialog.share input[value="policies"]');
  await page.locator('dialog.share ::-p-aria([name="Copy: Frame for your page"])').click();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assertStringIncludes(
    copied,
    `src="${site.origin}/embed/context?limit=100&amp;theme=dark&amp;hide=policies"`,
  );
  assertEquals(
    copied,
    await page.$eval("dialog.share textarea", (field) => (field as HTMLTextAreaElement).value),
  );
});

test("axe finds nothing in the dialog: light, dark, phone", async ({ open }) => {
  for (const look of [{}, { dark: true, viewport: PHONE }]) {
    const { page } = await open("/softmax", look);
    await share(page);
    await clickStill(page, "dialog.share summary");
    await checkAccessibility(page);
  }
});
