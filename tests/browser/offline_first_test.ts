/** Offline before anything was fetched: what is missing is said in words, and Share stays. */
import { assert, assertEquals } from "@std/assert";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { press, ready, setText, untilNotice } from "@/tests/browser/predictor_page.ts";
import { requestsOf } from "@/tests/browser/requests.ts";
import { withWorker } from "@/tests/browser/with_service_worker.ts";

const test = browserTests({ models: "none" });

test("offline before the weights came, and never trained: what is missing is said, and Share opens", async (stage) => {
  await withWorker(stage, "/privacy", async ({ page, origin, cut }) => {
    await cut();
    await page.goto(`${origin}/`);
    await ready(page);
    await setText(page, "The truck left the");
    const said = await untilNotice(page, /There is no connection, and this tab does not have the model yet/);
    assert(!/Failed to fetch/.test(said), said);
    // The figures of the text before are grey.
    const filter = await page.$eval(".result.stale .dist", (bars) => getComputedStyle(bars).filter);
    assert(filter.includes("grayscale(1)"), filter);

    await page.goto(`${origin}/softmax?logits=0,0.5`);
    await page.waitForSelector("is-land[name=Softmax][data-state=ready]");
    assert(!/Offline: your tab/.test(await page.$eval("body", (body) => body.innerText)), "nothing waits");
    await press(page, "Share");
    await page.waitForSelector("dialog[open] #share-take");

    await page.goto(`${origin}/train`);
    await page.waitForSelector("is-land[name=Train][data-state=ready]");
    await press(page, "Train");
    const train = await untilNotice(
      page,
      /What training needs could not be fetched: it comes with the network/,
    );
    assertEquals(/train again/.test(train), false, train);
  });
});

test("the tab's model is fetched while nobody does anything, and not where data is saved", async ({ open }) => {
  for (const saveData of [false, true]) {
    let requests: readonly string[] = [];
    const { page } = await open("/", {
      prepare: async (page) => {
        requests = requestsOf(page);
        await page.evaluateOnNewDocument((saveData: boolean) => {
          Object.defineProperty(navigator, "connection", { value: { saveData } });
        }, saveData);
      },
    });
    await ready(page);
    const isWeights = (address: string) => address.includes("/models/parcel-gpt/");
    // Idle callbacks run in turn: once this one has, the page's own has too.
    await page.evaluate(() => new Promise<unknown>((resolve) => requestIdleCallback(resolve)));
    await page.evaluate(() => new Promise<unknown>((resolve) => requestIdleCallback(resolve)));
    assertEquals(requests.some(isWeights), !saveData, requests.join("\n"));
  }
});
