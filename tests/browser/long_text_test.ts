/** A text that is too long for the server's answer: the page opens at once, and the tab computes. */
import { assert, assertEquals } from "@std/assert";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { ready } from "@/tests/browser/predictor_page.ts";

const test = browserTests({ models: "none" });

test("a long text in the address is kept, and the tab answers unasked", async ({ open, site }) => {
  const text = "The package left the hub. ".repeat(250).trim();
  const path = `/?context_policy=truncate_start&text=${encodeURIComponent(text).replaceAll("%20", "+")}`;
  const sent = await (await fetch(site.origin + path)).text();
  assert(sent.includes("your tab computes it") && !sent.includes("data-probability"));
  const { page } = await open(path);
  assertEquals((await ready(page)).text, text);
  await page.waitForSelector("main tr[data-probability]", { timeout: 20_000 });
});
