/** Downloads from a host of another origin, as the real hub is one: redirects, cache, cancel, and every fault. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { tinyAddress } from "@/tests/browser/address.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkFigures } from "@/tests/browser/check_figures.ts";
import {
  button,
  load,
  modelWorkers,
  press,
  read,
  ready,
  setText,
  until,
  untilNotice,
} from "@/tests/browser/predictor_page.ts";
import { type Fault, startModelHost } from "@/tests/browser/start_model_host.ts";
import {
  TINY,
  TINY_VARIANTS,
  variantWeights,
  writeRepositories,
} from "@/tests/fixtures/tiny_repositories.ts";
import { tinyEncode } from "@/tests/fixtures/tiny_tokenizer.ts";

const test = browserTests({ models: "host" });
const weights = variantWeights(TINY);
const PROMPT = "The package left the";
const WEIGHTS_FILE = "/fixtures/tiny/resolve/main/onnx/model_q4.onnx";
/** What Chromium writes to the console for a failed request. */
const FAILED_REQUEST = /Failed to load resource|net::ERR/;

/** Takes the network from the page and its workers, or gives it back. */
async function setOffline(page: Page, offline: boolean): Promise<void> {
  await page.setOfflineMode(offline);
  const conditions = { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
  for (const worker of modelWorkers(page)) {
    await worker.client.send("Network.enable").catch(() => undefined);
    await worker.client.send("Network.emulateNetworkConditions", conditions).catch(() => undefined);
  }
}

/** Whether requests for the weights' bytes were made. */
function weightsAsked(requests: readonly string[]): number {
  return requests.filter((request) => request === `GET ${WEIGHTS_FILE}`).length;
}

test("nothing is asked of the model host before Load is pressed, and its size is stated first", async ({ open, host }) => {
  host.requests.length = 0;
  const { page } = await open(tinyAddress({ text: PROMPT }));
  await ready(page);
  const label = /^Load fixtures\/tiny .*\d.*(kB|MB)/;
  await page.waitForFunction(
    (pattern: string) =>
      [...document.querySelectorAll("button")].some((each) =>
        each.checkVisibility() &&
        new RegExp(pattern).test(each.getAttribute("aria-label") ?? each.textContent.trim())
      ),
    {},
    label.source,
  );
  assertEquals(weightsAsked(host.requests), 0);
  await load(page, TINY.name);
  assertEquals(weightsAsked(host.requests), 1);
});

test("a download follows a redirect to a third origin under the production policy", async ({ open, host }) => {
  const folder = Deno.makeTempDirSync();
  writeRepositories(folder);
  const third = startModelHost(folder);
  host.fault = (path) => path.endsWith(".onnx") ? { kind: "redirect", origin: third.origin } : null;
  try {
    const { page } = await open(tinyAddress({ text: PROMPT }));
    await ready(page);
    checkFigures(await load(page, TINY.name), weights, tinyEncode(PROMPT));
    assertEquals(weightsAsked(third.requests), 1);
  } finally {
    await third.stop();
    Deno.removeSync(folder, { recursive: true });
  }
});

test("weights in a file of their own are downloaded with the model", async ({ open }) => {
  const variant = TINY_VARIANTS.find((each) => each.external)!;
  const { page } = await open(tinyAddress({ text: PROMPT, model: variant.name }));
  await ready(page);
  checkFigures(await load(page, variant.name), variantWeights(variant), tinyEncode(PROMPT));
});

/** Lets no load in a worker begin: until it is called off it stands where it is. */
function holdLoads(): void {
  const post = Worker.prototype.postMessage as (...given: unknown[]) => void;
  Worker.prototype.postMessage = function (...given: unknown[]) {
    if ((given[0] as { type?: unknown }).type !== "load") post.apply(this, given);
  };
}

test("a reload takes the model from the browser's cache unasked, which a link's visitor can cancel, and clearing the storage forgets it", async ({ open, host }) => {
  const { page, context } = await open(tinyAddress({ text: PROMPT }));
  await ready(page);
  await load(page, TINY.name);
  host.requests.length = 0;
  await page.reload();
  const unasked = await until(
    page,
    "the model answers, and nothing was pressed",
    (each) => !each.busy && each.source.startsWith(`${TINY.name}@`),
  );
  checkFigures(unasked, weights, tinyEncode(PROMPT));
  assertEquals(weightsAsked(host.requests), 0);
  const linked = await open(tinyAddress({ text: "The pack" }), {
    context,
    prepare: (page) => page.evaluateOnNewDocument(holdLoads),
  });
  await press(linked.page, "Cancel");
  const again = await button(linked.page, `Load ${TINY.name} (`);
  const label = await again.evaluate((each) => each.textContent!);
  assert(/\d.*B, cached\)/.test(label), label);
  assertEquals(await linked.page.$("progress"), null);
  const [source] = (await ready(linked.page)).source.split("@");
  assertEquals(source, "parcel-gpt", "the site's own model answers");
  await page.bringToFront();
  // The stored models stand in the list of all of them, which comes when it is opened.
  await page.evaluate(() => {
    const acts = [...document.querySelectorAll<HTMLElement>("button, summary")];
    acts.find(({ textContent }) => textContent?.trim().startsWith("another"))!.click();
  });
  const clear = await page.waitForSelector(
    "::-p-xpath(//button[contains(., 'Clear') or contains(., 'Delete')])",
  );
  await clear!.evaluate((each) => (each as HTMLElement).click());
  await page.waitForFunction(async () => {
    const sizes = await Promise.all(
      (await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).length),
    );
    return sizes.every((size) => size === 0);
  });
  await page.reload();
  await ready(page);
  await load(page, TINY.name);
  assertEquals(weightsAsked(host.requests), 1);
});

test("a cached file that went bad is downloaded again", async ({ open, host }) => {
  const { page } = await open(tinyAddress({ text: PROMPT }));
  await ready(page);
  await load(page, TINY.name);
  const damaged = await page.evaluate(async () => {
    let count = 0;
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys()) {
        const response = await cache.match(request);
        if (!/model_q4\.onnx/.test(request.url)) continue;
        const bytes = new Uint8Array(await response!.arrayBuffer()).fill(7, 0, 5000);
        await cache.put(request, new Response(bytes, { headers: response!.headers }));
        count++;
      }
    }
    return count;
  });
  assert(damaged > 0, "No cached weights were found to damage");
  host.requests.length = 0;
  await page.reload();
  await ready(page);
  checkFigures(await load(page, TINY.name), weights, tinyEncode(PROMPT));
  assertEquals(weightsAsked(host.requests), 1);
});

const FAULTS: Readonly<Record<string, { readonly fault: Fault; readonly says: RegExp }>> = {
  "404": { fault: { kind: "status", status: 404 }, says: /not found|no file|missing|has no|not there|404/i },
  "a server error": { fault: { kind: "status", status: 500 }, says: /download|answer|500/i },
  "a cut connection": { fault: { kind: "cut", bytes: 30_000 }, says: /download|connection|interrupt/i },
  "too few bytes": { fault: { kind: "short", bytes: 30_000 }, says: /download|length|bytes|damaged|read/i },
  "corrupted bytes": {
    fault: { kind: "corrupt" },
    says: /damaged|corrupt|read|finite|hash|integrity|match|unusable/i,
  },
  "a page of HTML": { fault: { kind: "html" }, says: /damaged|HTML|read|length|page|not the file/i },
};

for (const [name, { fault, says }] of Object.entries(FAULTS)) {
  test(`a download that meets ${name} fails with a reason, loses nothing, and works when tried again`, async ({ open, host }) => {
    host.fault = (path) => path.endsWith(".onnx") ? fault : null;
    const { page } = await open(tinyAddress({ text: PROMPT }), { expect: FAILED_REQUEST });
    await ready(page);
    await setText(page, `${PROMPT} pack`);
    await press(page, "Load ");
    await untilNotice(page, says);
    const shown = await until(page, "the counts still answer", (each) => !each.busy && each.rows.length > 0);
    assertEquals(shown.text, `${PROMPT} pack`);
    assert(!shown.source.startsWith(TINY.name));
    host.fault = () => null;
    const again = await page.waitForSelector(
      "::-p-xpath(//button[starts-with(normalize-space(.), 'Load fixtures') or contains(., 'again') or contains(., 'Retry')])",
    );
    await again!.evaluate((each) => (each as HTMLElement).click());
    const loaded = await until(
      page,
      "the model answers",
      (each) => !each.busy && each.source.startsWith(TINY.name),
    );
    checkFigures(loaded, weights, tinyEncode(`${PROMPT} pack`));
  });
}

test("a tokenizer that is HTML with status 200 is not kept", async ({ open, host }) => {
  host.fault = (path) => path.endsWith("tokenizer.json") ? { kind: "html" } : null;
  const { page, context } = await open(tinyAddress({ text: PROMPT }), { expect: FAILED_REQUEST });
  await ready(page);
  await press(page, "Load ");
  await untilNotice(page, /tokenizer|damaged|read|HTML|JSON/i);
  host.fault = () => null;
  const second = await open(tinyAddress({ text: PROMPT }), { context });
  await ready(second.page);
  checkFigures(await load(second.page, TINY.name), weights, tinyEncode(PROMPT));
});

test("a download can be canceled while it stalls", async ({ open, host }) => {
  host.fault = (path) => path.endsWith(".onnx") ? { kind: "stall", bytes: 40_000 } : null;
  const { page } = await open(tinyAddress({ text: PROMPT }), { expect: FAILED_REQUEST });
  const before = await ready(page);
  await press(page, "Load ");
  await press(page, "Cancel");
  await button(page, "Load ");
  host.fault = () => null;
  assertEquals((await read(page)).source, before.source);
  checkFigures(await load(page, TINY.name), weights, tinyEncode(PROMPT));
});

test("going offline in the middle of a download says so; back online it goes on", async ({ open, host }) => {
  host.fault = (path) => path.endsWith(".onnx") ? { kind: "stall", bytes: 40_000 } : null;
  const { page } = await open(tinyAddress({ text: PROMPT }), { expect: FAILED_REQUEST });
  await ready(page);
  await page.mouse.move(9, 9);
  await page.waitForNetworkIdle();
  host.requests.length = 0;
  await press(page, "Load ");
  while (weightsAsked(host.requests) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  await setOffline(page, true);
  await untilNotice(page, /offline/);
  host.fault = () => null;
  await setOffline(page, false);
  const shown = await until(
    page,
    "the model answers",
    (each) => !each.busy && each.source.startsWith(TINY.name),
    100_000,
  );
  checkFigures(shown, weights, tinyEncode(PROMPT));
});

test("a part of the page that cannot be fetched is offered again by a reload that keeps the text", async ({ open }) => {
  const { page } = await open("/", { expect: FAILED_REQUEST });
  await ready(page);
  await page.setOfflineMode(true);
  await setText(page, "Thank you very");
  await untilNotice(page, /could not be fetched/);
  await page.setOfflineMode(false);
  await Promise.all([page.waitForNavigation(), press(page, "Reload")]);
  assertEquals((await ready(page)).text, "Thank you very");
});

test("a full disk costs the cache, not the model", async ({ open, site }) => {
  const { page } = await open(tinyAddress({ text: PROMPT }), { expect: /quota/i });
  await ready(page);
  const client = await page.createCDPSession();
  await client.send("Storage.overrideQuotaForOrigin", { origin: site.origin, quotaSize: 1000 });
  const shown = await load(page, TINY.name);
  checkFigures(shown, weights, tinyEncode(PROMPT));
});

test("a model beside another says how far it is, is called off, says why it failed, and stands there at last", async ({ open, host }) => {
  host.fault = (path) => path.endsWith(".onnx") ? { kind: "stall", bytes: 30_000 } : null;
  const { page } = await open(`/?beside=${encodeURIComponent(TINY.name)}`, { expect: FAILED_REQUEST });
  await ready(page);
  const said = () => page.$eval(".second-model [role=status]", (each) => each.textContent);
  const load = `Load ${TINY.name} (`;
  await press(page, load);
  await page.waitForFunction(() =>
    (document.querySelector(".second-model progress") as HTMLProgressElement | null)?.value! > 0
  );
  await press(page, "Cancel");
  host.fault = (path) => path.endsWith(".onnx") ? { kind: "status", status: 404 } : null;
  await press(page, load);
  await page.waitForSelector(".second-model [role=alert]");
  assertEquals((await read(page)).rows.length > 0, true, "the first model's bars stand all the while");
  host.fault = () => null;
  await press(page, "Try again");
  await page.waitForSelector(".beside-table [data-id]");
  assertEquals(await said(), "tiny answers on the same text.");
});
