/** axe on every page, light, dark and on a phone; and the predictor by keyboard alone. */
import { assert, assertEquals } from "@std/assert";
import { alive } from "@/tests/browser/alive.ts";
import { tinyAddress } from "@/tests/browser/address.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkAccessibility } from "@/tests/browser/check_accessibility.ts";
import { load, press, ready, until } from "@/tests/browser/predictor_page.ts";
import { PHONE } from "@/tests/browser/visit.ts";
import { TINY } from "@/tests/fixtures/tiny_repositories.ts";
import { pages } from "@/routes/mod.ts";

const test = browserTests();
const MISSING = /Failed to load resource/;

for (const path of [...pages.map((page) => page.path), "/embed/predictor", "/there-is-no-such-page"]) {
  test(`axe finds nothing at ${path}: light, dark, phone`, async ({ open }) => {
    const { page } = await open(path, { expect: MISSING });
    await alive(page);
    await checkAccessibility(page);
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
    await checkAccessibility(page, { colors: true });
    // A phone has the colors of a wide page: one look at it is enough.
    const { page: phone } = await open(path, { viewport: PHONE, dark: true, expect: MISSING });
    await alive(phone);
    await checkAccessibility(phone);
  });
}

test("axe finds nothing while a model is loaded, tokens are generated and one is inspected", async ({ open }) => {
  for (const look of [{}, { dark: true, viewport: PHONE }]) {
    const { page } = await open(
      tinyAddress({ text: "The package left the", max_tokens: 8, temperature: 0.8, top_k: 4 }),
      look,
    );
    await ready(page);
    await load(page, TINY.name);
    await press(page, "Run");
    await until(page, "the limit", (shown) => shown.stop === "limit");
    await page.locator('[aria-label="Generated tokens"] [data-index="1"]').click();
    await page.waitForSelector(".inspector");
    await checkAccessibility(page);
  }
});

test("the predictor is operated by keyboard alone", async ({ open }) => {
  const { page } = await open("/");
  await ready(page);
  const focused = () =>
    page.evaluate(() => {
      const each = document.activeElement as HTMLElement;
      return each.getAttribute("aria-label") ?? each.textContent?.trim() ?? "";
    });
  for (let presses = 0; presses < 60 && await focused() !== "Text"; presses++) {
    await page.keyboard.press("Tab");
  }
  assertEquals(await focused(), "Text", "The text is reached by Tab");
  await page.keyboard.down("Control");
  await page.keyboard.press("A");
  await page.keyboard.up("Control");
  await page.keyboard.type("Once upon a");
  await until(page, "the typed text", (shown) => !shown.busy && shown.text === "Once upon a");
  let step = false;
  for (let presses = 0; presses < 60 && !step; presses++) {
    await page.keyboard.press("Tab");
    step = await focused() === "Step";
  }
  assert(step, "Step is reached by Tab");
  await page.keyboard.press("Enter");
  await until(page, "one token", (shown) => shown.generated.length === 1);
  assertEquals(await focused(), "Step", "Focus stays on Step");
  await page.focus("textarea[name=text]");
  await page.keyboard.down("Control");
  await page.keyboard.press("Enter");
  await page.keyboard.up("Control");
  await until(page, "Ctrl+Enter runs", (shown) => shown.generated.length > 1);
});
