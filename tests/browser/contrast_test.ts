/** Forced colors and more contrast, emulated: what a color said is still said. And tables that fit do not scroll. */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { alive } from "@/tests/browser/alive.ts";
import { PHONE } from "@/tests/browser/visit.ts";

const test = browserTests({ models: "none" });

async function emulate(page: Page, ...features: { name: string; value: string }[]): Promise<void> {
  const session = await page.createCDPSession();
  await session.send("Emulation.setEmulatedMedia", { features });
}

/** One computed property of the first element that matches, and of what lies behind the page. */
function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page.$eval(selector, (each, name) => getComputedStyle(each).getPropertyValue(name), property);
}

test("forced colors: bars, marks, chips, what is chosen, surprise and focus are told from the ground", async ({ open }) => {
  const { page } = await open("/");
  await emulate(page, { name: "forced-colors", value: "active" }, {
    name: "prefers-color-scheme",
    value: "dark",
  });
  // A theme that was chosen says nothing of a ground that is forced.
  await page.evaluate(() => document.documentElement.dataset["theme"] = "light");
  await alive(page);
  const ground = await styleOf(page, "body", "background-color");
  const seen = [
    [".dist .bar-value", "fill"],
    [".dist .other .bar-value", "fill"],
    [".dist .chip", "border-top-color"],
    [".pill[aria-pressed=true], .pill[aria-current]", "background-color"],
  ] as const;
  for (const [selector, property] of seen) {
    assertNotEquals(await styleOf(page, selector, property), ground, selector);
  }
  assertEquals(await styleOf(page, ".pill[aria-pressed=false]", "background-color"), ground);
  await page.keyboard.press("Tab");
  assertNotEquals(await styleOf(page, ":focus-visible", "outline-color"), ground);

  await page.goto(`${new URL(page.url()).origin}/score`);
  const lines: string[] = [];
  for (const level of [1, 2, 3, 4]) {
    lines.push(await styleOf(page, `.tint-key .surprise-${level}`, "text-decoration-thickness"));
  }
  assertEquals(new Set(lines).size, 4, lines.join());
  assertNotEquals(await styleOf(page, ".tint-key .surprise-4", "text-decoration-color"), ground);
});

test("more contrast: chips and controls have an edge, and focus is wider", async ({ open }) => {
  const { page } = await open("/");
  await emulate(page, { name: "prefers-contrast", value: "more" });
  await alive(page);
  assertNotEquals(await styleOf(page, ".dist .chip", "border-top-color"), "rgba(0, 0, 0, 0)");
  await page.keyboard.press("Tab");
  assertEquals(await styleOf(page, ":focus-visible", "outline-width"), "3px");
});

test("a table that fits does not scroll sideways for a tip that is hidden, and the tip comes", async ({ open }) => {
  for (const viewport of [{ width: 1280, height: 800 }, PHONE]) {
    for (const path of ["/softmax", "/ngram", "/loss"]) {
      const { page } = await open(path, { viewport });
      await alive(page);
      const scrolls = await page.$$eval(
        ".scroll",
        (boxes) =>
          boxes.filter((box) =>
            box.clientWidth > 0 && box.scrollWidth > box.clientWidth &&
            [...box.children].every((each) => (each as HTMLElement).offsetWidth <= box.clientWidth)
          ).map((box) => `${box.className} ${box.scrollWidth} > ${box.clientWidth}`),
      );
      assertEquals(scrolls, [], `${path} at ${viewport.width}`);
      const isShown = () => page.$eval(".term > .tip", (tip) => getComputedStyle(tip).display !== "none");
      assertEquals(await isShown(), false);
      await page.focus(".term");
      await page.keyboard.press("Tab");
      await page.keyboard.down("Shift");
      await page.keyboard.press("Tab");
      await page.keyboard.up("Shift");
      assert(await isShown(), `${path}: the tip of the term that has the focus`);
    }
  }
});
