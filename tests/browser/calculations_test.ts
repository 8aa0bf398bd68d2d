/** The pages that calculate: live in the tab, complete without a script, and replayed by their address. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkAccessibility } from "@/tests/browser/check_accessibility.ts";
import { alive, data, retype, waitForData } from "@/tests/browser/lab_page.ts";
import { PHONE } from "@/tests/browser/visit.ts";

const test = browserTests({ models: "none" });

test("/loss keeps what no address can hold, and what cannot be read yet, over a reload", async ({ open }) => {
  const { page } = await open("/loss?probabilities=0.5");
  await alive(page);
  const long = `${"0.5,".repeat(3000)}0.25`;
  await page.$eval("#field-probabilities", (field, text) => {
    (field as HTMLTextAreaElement).value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }, long);
  await page.waitForFunction(() =>
    document.querySelector(".notices")?.textContent?.includes("longer than an address")
  );
  await retype(page, "#field-words", "many");
  await page.waitForFunction(() => (history.state?.drafts ?? {}).words === "many");
  await page.reload();
  await alive(page);
  await page.waitForSelector("#field-words[aria-invalid=true]");
  assertEquals(await page.$eval("#field-words", (field) => (field as HTMLInputElement).value), "many");
  const kept = await page.$eval("#field-probabilities", (field) => (field as HTMLTextAreaElement).value);
  assertEquals(kept, long);
});

test("/loss moves from one source to another and back, and spreads a text's loss in the tab as the server does", async ({ open, site }) => {
  const { page } = await open("/loss");
  await alive(page);
  await page.locator("nav.modes a::-p-text(Probabilities)").click();
  await waitForData(page, "perplexity", /^2\.828/);
  await retype(page, "#field-probabilities", "0.5,0.5");
  await waitForData(page, "perplexity", /^2(\.0000|$)|^1\.9999/);
  await page.locator("nav.modes a::-p-text(A text)").click();
  await page.waitForSelector("#field-text");
  await retype(page, "#field-text", "The parcel left the hub.");
  await page.waitForFunction(() =>
    document.querySelector('[aria-label="Losses"][aria-busy=false]') !== null &&
    document.querySelectorAll(".loss-positions tr[data-loss]").length === 6
  );
  const here = await data(page, "mean-nats");
  const response = await fetch(`${site.origin}/loss?text=The+parcel+left+the+hub.`);
  const there = /data-mean-nats="([^"]*)"/.exec(await response.text())?.[1];
  assertAlmostEquals(Number(here[0]), Number(there), 1e-12);
});

test("/table steps through the loop, and helps a row back to 1", async ({ open }) => {
  const { page } = await open("/table?max_steps=0");
  await alive(page);
  for (const stop of ["limit", "limit", "end"]) {
    await page.locator("a::-p-text(Step)").click();
    await waitForData(page, "stop", new RegExp(`^${stop}$`));
  }
  await waitForData(page, "text", /^Order shipped from the warehouse\.$/);
  await page.locator("a::-p-text(Undo)").click();
  await waitForData(page, "stop", /^limit$/);
  await retype(page, 'input[aria-label="Probability of hub after Order shipped from the"]', "0.15");
  await page.waitForFunction(() => document.querySelector(".table-row.wrong") !== null);
  await checkAccessibility(page);
  await page.locator("a::-p-text(Divide the row by its sum)").click();
  await page.waitForFunction(() => document.querySelector(".table-row.wrong") === null);
  const sums = await data(page, "sum");
  assertAlmostEquals(Number(sums[0]), 1, 1e-12);
});

test("/context fills token by token", async ({ open }) => {
  const { page } = await open("/context?generated_tokens=399");
  await alive(page);
  assertEquals(await data(page, "full"), ["false"]);
  await page.locator("a::-p-text(1 more)").click();
  await waitForData(page, "full", /^true$/);
  await page.select("select[name=policy]", "slide_with_sinks");
  await waitForData(page, "dropped", /^\[\[4,5\]\]/);
  await retype(page, "#field-keep", "16");
  await waitForData(page, "dropped", /^\[\[16,17\]\]/);
});

test("/api runs an example in the tab", async ({ open }) => {
  const { page } = await open("/api", { expect: /status of 400/ });
  await page.waitForSelector("is-land[data-state=ready] #body-softmax");
  await page.click("#softmax button[type=submit]");
  await page.waitForSelector("#softmax pre[data-status='200']");
  await retype(page, "#body-softmax", "{");
  await page.click("#softmax button[type=submit]");
  await page.waitForSelector("#softmax pre[data-status='400']");
});

test("each form is complete without a script", async ({ open }) => {
  const cases = [
    ["/softmax", "#field-logits", "0,0", "probability", "0.5,0.5"],
    ["/loss?probabilities=0.5", "#field-probabilities", "1,1", "perplexity", "1"],
    ["/table", "input[name=max_steps]", "1", "stop", "limit"],
    ["/context", "#field-generated-tokens", "0", "full", "false"],
  ] as const;
  for (const [path, selector, text, name, expected] of cases) {
    const { page } = await open(path, { javaScript: false, viewport: PHONE });
    await page.$eval(selector, (field, text) => (field as HTMLInputElement).value = text, text);
    await Promise.all([page.waitForNavigation(), page.click("button.no-script")]);
    const shown = (await data(page, name, name === "probability" ? ".figures.softmax" : "main")).join();
    assertEquals(shown, expected, page.url());
    assert(await page.$(".notices") === null, `${page.url()} has no notice`);
  }
});
