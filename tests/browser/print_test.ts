/** A printed lab: the whole link, its settings and a QR code; nothing that is only there to be pressed. */
import { assertEquals, assertStringIncludes } from "@std/assert";
import type { Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";

const test = browserTests({ models: "none" });

/** Between the margins of an A4 sheet, in CSS pixels. */
const SHEET = { width: 703, height: 1032 };
/** Pixels that may be kept whole. */
const MAX_KEPT = 800;

/** What a print would show now. */
async function printed(page: Page) {
  await page.emulateMediaType("print");
  await page.waitForFunction(() => {
    dispatchEvent(new Event("beforeprint"));
    return document.querySelector(".print-foot p") !== null;
  });
  return await page.evaluate((MAX_KEPT) => {
    const controls = "main :is(button, input:not([type=hidden]), select, textarea, summary, .button, " +
      ".modes a:not([aria-current]))";
    return {
      text: document.querySelector<HTMLElement>(".print-foot")!.innerText,
      coded: document.querySelector(".print-foot figure")?.getAttribute("data-address") ?? null,
      controls: [...document.querySelectorAll(controls)]
        .filter((each) =>
          each.checkVisibility() && !each.matches("td *, th *, .choose, .reading .chip, :has(.chip)")
        )
        .map((each) => each.outerHTML.slice(0, 120)),
      // The text as it was read, and the parts that are folded away on the predictor's print only.
      // Beyond the sheet's edge, and what is kept whole though it would leave most of a sheet empty before it.
      cut: [...document.querySelectorAll("main :is(table, svg)")]
        .filter((each) => each.checkVisibility() && each.getBoundingClientRect().right > innerWidth)
        .map((each) => each.outerHTML.slice(0, 120)),
      tall: [...document.querySelectorAll("main *")]
        .filter((each) => getComputedStyle(each).breakInside === "avoid" && each.clientHeight > MAX_KEPT)
        .map((each) => each.className),
      hiddenResults: [...document.querySelectorAll(".texts :is(.reading .chip, .area-more, .area-generated)")]
        .filter((each) => !each.checkVisibility()).length,
    };
  }, MAX_KEPT);
}

test("each lab prints its whole link with its QR code, its settings, and no controls", async ({ open, site }) => {
  const addresses = [
    "/softmax?temperature=2",
    "/ngram?order=3&context=order+left",
    "/loss?probabilities=0.5,0.25",
    "/table?run=1",
    "/kv-cache?tokens=4096",
    "/context?limit=4000",
    "/train?run=1",
    "/score?text=The+package+left",
    "/compare?text=Order+shipped",
    "/objectives?blank=2",
    "/ladder?text=The+package+left",
  ];
  for (const address of addresses) {
    const { page } = await open(address);
    await alive(page);
    await page.setViewport(SHEET);
    const { text, coded, controls, hiddenResults, cut, tall } = await printed(page);
    assertEquals([coded, controls, hiddenResults], [site.origin + address, [], 0], address);
    assertEquals([cut, tall], [[], []], address);
    assertStringIncludes(text.replaceAll("\n", ""), site.origin + address);
    const [name, value] = address.split(/[?&]/)[1]!.split("=");
    assertStringIncludes(text, `${name}: ${value!.replaceAll("+", " ")}`);
    await page.close();
  }
});

/** Sheets that a page prints on. */
async function sheetsOf(page: Page): Promise<number> {
  const bytes = await page.pdf({ format: "A4", printBackground: true });
  return new TextDecoder("latin1").decode(bytes).match(/\/Type \/Page\b(?!s)/g)!.length;
}

test("the link at a print's foot begins no sheet of its own", async ({ open }) => {
  for (const address of ["/train", "/objectives"]) {
    const { page } = await open(address);
    await alive(page);
    await page.waitForFunction(() => {
      dispatchEvent(new Event("beforeprint"));
      return document.querySelector(".print-foot figure") !== null;
    });
    const sheets = await sheetsOf(page);
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(".site-foot .print-foot { display: none !important }");
      document.adoptedStyleSheets = [sheet];
    });
    assertEquals(sheets, await sheetsOf(page), address);
    await page.close();
  }
});

test("the first page prints its QR code too, and the code that draws it comes with what leads to a print", async ({ open }) => {
  const { page } = await open("/?text=A+parcel");
  await alive(page);
  const fetched = () =>
    page.evaluate(() =>
      performance.getEntriesByType("resource").some(({ name }) => name.includes("print_foot"))
    );
  assertEquals(await fetched(), false, "nobody prints yet");
  await page.keyboard.down("Control");
  await page.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("print_foot"))
  );
  await page.keyboard.up("Control");
  const { text, coded } = await printed(page);
  assertEquals(coded, page.url());
  assertStringIncludes(text, "text: A parcel");
});

test("a link too long for a QR code is printed whole, with one sentence", async ({ open }) => {
  const { page: long } = await open(`/loss?probabilities=${"0.5,".repeat(200)}0.5`);
  await alive(long);
  const { text, coded } = await printed(long);
  assertEquals(coded, null);
  assertStringIncludes(text.replaceAll("\n", ""), long.url());
  assertStringIncludes(text, "too long for a QR code");
});
