/** How much JavaScript comes before any interaction, and where a visit's requests go. */
import { assert, assertEquals } from "@std/assert";
import { gzipSync } from "node:zlib";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { ready } from "@/tests/browser/predictor_page.ts";

const test = browserTests();
const BUDGET = 45_000;

/** Fetches scripts once more and adds up their gzipped sizes. */
async function gzippedSize(addresses: Iterable<string>): Promise<number> {
  let size = 0;
  for (const address of addresses) {
    const response = await fetch(address, { headers: { "accept-encoding": "identity" } });
    size += gzipSync(new Uint8Array(await response.arrayBuffer()), { level: 9 }).length;
  }
  return size;
}

test("JavaScript before any interaction is at most 45 kB gzipped, and no runtime comes with it", async ({ browser, site }) => {
  const context = await browser.browser.createBrowserContext();
  const page = await context.newPage();
  const scripts = new Set<string>();
  const others: string[] = [];
  page.on("request", (request) => {
    if (request.url().startsWith("data:")) return;
    if (request.resourceType() === "script" || /\.m?js(\?|$)/.test(request.url())) scripts.add(request.url());
    else others.push(request.url());
  });
  await page.goto(site.origin, { waitUntil: "networkidle0" });
  await ready(page);
  const size = await gzippedSize(scripts);
  assert(size > 0 && size <= BUDGET, `${size} bytes of JavaScript in ${[...scripts].join(", ")}`);
  assertEquals(others.filter((url) => /\.wasm|\.onnx/.test(url)), []);
  const workers = page.workers().map((worker) => worker.url());
  assertEquals(workers, [], "No worker starts before it is needed");
  for (const url of [...scripts, ...others]) assertEquals(new URL(url).origin, site.origin);
  await context.close();
});

test("pages are isolated, set a policy without inline code, and say nothing about the visitor", async ({ site }) => {
  const response = await fetch(site.origin);
  await response.body?.cancel();
  const policy = response.headers.get("content-security-policy") ?? "";
  assertEquals(response.headers.get("cross-origin-opener-policy"), "same-origin");
  assertEquals(response.headers.get("cross-origin-embedder-policy"), "require-corp");
  assert(
    /script-src[^;]*'self'/.test(policy) && !/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')/.test(policy),
    policy,
  );
  assertEquals(response.headers.get("set-cookie"), null);
});
