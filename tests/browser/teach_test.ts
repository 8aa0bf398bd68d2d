/** The pages for teachers by keys alone: a plan, its sheet, a booklet, a package, and answers to take along. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { strFromU8, unzipSync } from "fflate";
import qrcode from "qrcode-generator";
import type { Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { beyondEdge } from "@/tests/browser/beyond_edge.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { keepDownloads } from "@/tests/browser/keep_downloads.ts";
import { assertOrder, readAloud } from "@/tests/browser/read_aloud.ts";
import { PHONE } from "@/tests/browser/visit.ts";
import { diceBooklet } from "@/lib/teach/dice_booklet.ts";

const test = browserTests({ models: "none", environment: { PUBLIC_ORIGIN: "https://playground.test" } });

/** Presses Tab until what has the focus is called this. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 140; presses++) {
    const called = await page.evaluate(() => {
      const each = document.activeElement as HTMLInputElement;
      const name = each.getAttribute("aria-label") ?? each.labels?.[0]?.textContent ?? each.textContent;
      return (name ?? "").trim();
    });
    if (called.startsWith(name)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab does not reach ${name}`);
}

/** Presses Enter on what leads to another page. */
async function follow(page: Page, name: string): Promise<void> {
  await tabTo(page, name);
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await alive(page);
}

test("a plan by keys on a phone: its frame, its text, its sheet with a code that leads back", async ({ open, site }) => {
  const { page } = await open("/teach", { viewport: PHONE });
  await alive(page);
  assertOrder(await readAloud(page), [
    "heading: Three lessons on language models",
    "link: 20 minutes",
    "heading: 20 minutes: What comes next?",
    "link: These questions on paper",
    "heading: 45 minutes",
    "heading: 90 minutes",
    "heading: Into a course system",
    "heading: Data protection, to copy",
  ]);
  assertEquals(await beyondEdge(page), []);
  await tabTo(page, "For the class, with parts hidden");
  await page.keyboard.press("Enter");
  await tabTo(page, "Code of the frame: One text, many next words");
  await tabTo(page, "These questions on paper");
  await follow(page, "These questions on paper");
  assertEquals(new URL(page.url()).pathname, "/teach/sheet");
  await page.waitForSelector(".qr path");
  const code = qrcode(0, "M");
  code.addData(page.url());
  code.make();
  const drawn = await page.$eval(".qr path", (path) => (path.getAttribute("d")!.match(/M/g) ?? []).length);
  const dark = Array.from(
    { length: code.getModuleCount() ** 2 },
    (_, i) => code.isDark(Math.floor(i / code.getModuleCount()), i % code.getModuleCount()),
  ).filter(Boolean).length;
  assertEquals(drawn, dark, site.origin);
  const printed = new TextDecoder("latin1").decode(await page.pdf({ format: "A4" }));
  assert((printed.match(/\/Type\s*\/Page\b/g) ?? []).length >= 2, "the key is a sheet of its own");
});

test("a booklet for dice by keys: another text, another die", async ({ open }) => {
  const { page } = await open("/teach/dice");
  await alive(page);
  await tabTo(page, "Text, one sentence a line");
  await page.keyboard.down("Control");
  await page.keyboard.press("a");
  await page.keyboard.up("Control");
  await page.keyboard.type("a cat sat\na dog sat");
  await page.keyboard.press("Tab");
  await page.keyboard.press("ArrowLeft");
  await follow(page, "Make the booklet");
  assertEquals(new URL(page.url()).searchParams.get("die"), "d10");
  const captions = await page.$$eval(
    ".dice-page caption",
    (each) => each.map(({ textContent }) => textContent),
  );
  assertEquals(captions, diceBooklet("a cat sat\na dog sat", 10).map(({ context }) => context));
  assertMatch(await page.$eval(".dice-pages", (each) => each.textContent ?? ""), /1–5.*cat.*6–10.*dog/s);
});

test("a package by keys: the check with a seed of one's own", async ({ open }) => {
  const { page } = await open("/teach");
  await alive(page);
  const downloads = await keepDownloads(page);
  await tabTo(page, "Seed");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("41");
  await tabTo(page, "Save the package");
  await page.keyboard.press("Enter");
  const files = unzipSync(await downloads.take("scorm-embed-check-seed-41.zip"));
  assertEquals(Object.keys(files).sort(), ["imsmanifest.xml", "index.html"]);
  assertStringIncludes(
    strFromU8(files["index.html"]!).replaceAll("&#63;", "?"),
    "https://playground.test/embed/check?seed=41",
  );
});

test("two questions by keys: the answers stay, and are taken along as CSV", async ({ open }) => {
  const { page } = await open("/teach/questions");
  await alive(page);
  await tabTo(page, "The texts themselves");
  await page.keyboard.press("ArrowDown");
  await page.reload();
  await alive(page);
  const downloads = await keepDownloads(page);
  await tabTo(page, "Save as CSV");
  await page.keyboard.press("Enter");
  const csv = new TextDecoder().decode(await downloads.take("answers.csv"));
  assertMatch(csv, /"before","stored",.*"A table of facts"/);
});
