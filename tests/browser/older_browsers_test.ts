/** The built site in a browser without what is younger than those it is made for. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { tinyAddress } from "@/tests/browser/address.ts";
import { TINY } from "@/tests/fixtures/tiny_repositories.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { load, ready, setText, until } from "@/tests/browser/predictor_page.ts";

const test = browserTests();

/** Deletes what Chrome 123, Firefox 124 or Safari 17.5 do not have. */
function forget(): void {
  const drop = (from: object | undefined, ...names: string[]) => {
    for (const name of names) delete (from as Record<string, unknown> | undefined)?.[name];
  };
  const scope = globalThis as unknown as Record<string, { prototype: object } | undefined>;
  drop(
    scope["Iterator"]?.prototype,
    "map",
    "filter",
    "reduce",
    "some",
    "every",
    "find",
    "toArray",
    "forEach",
  );
  drop(scope["Iterator"]?.prototype, "flatMap", "take", "drop");
  drop(scope["Iterator"], "from");
  drop(
    Set.prototype,
    "union",
    "intersection",
    "difference",
    "symmetricDifference",
    "isSubsetOf",
    "isSupersetOf",
  );
  drop(Set.prototype, "isDisjointFrom");
  drop(URL, "parse");
  drop(Promise, "try");
  drop(RegExp, "escape");
  drop(Uint8Array, "fromBase64", "fromHex");
  drop(Uint8Array.prototype, "toBase64", "toHex");
  drop(Math, "sumPrecise");
  drop(Error, "isError");
}

async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLElement>("is-land")].every(({ dataset }) =>
      dataset["state"] !== undefined
    )
  );
  assertEquals(await page.$$eval('is-land[data-state="failed"]', (failed) => failed.length), 0);
}

test("the predictor answers an edit, and a hub model is downloaded and answers", async ({ open, site }) => {
  const { page } = await open("/privacy");
  await page.evaluateOnNewDocument(forget);
  page.on("workercreated", (worker) => void worker.evaluate(forget).catch(() => {}));
  await page.goto(site.origin + tinyAddress({ text: "The package left the" }));
  await alive(page);
  assertEquals(await page.evaluate(() => "parse" in URL), false);
  await ready(page);
  await setText(page, "Thank you very");
  await until(page, "the edit is answered", ({ text, busy }) => text === "Thank you very" && !busy);
  assert((await load(page, TINY.name)).rows.length > 0);
});

for (const path of ["/table?run=1", "/train?run=1", "/softmax", "/ngram", "/kv-cache", "/context", "/loss"]) {
  test(`${path} comes alive and Share opens`, async ({ open, site }) => {
    const { page } = await open("/privacy");
    await page.evaluateOnNewDocument(forget);
    await page.goto(`${site.origin}${path}`);
    await alive(page);
    await page.evaluate(() => {
      const buttons = [...document.querySelectorAll("button")];
      buttons.find(({ textContent }) => textContent?.trim() === "Share")!.click();
    });
    await page.waitForSelector("dialog[open] #share-take");
  });
}
