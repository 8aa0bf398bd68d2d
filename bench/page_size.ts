/**
 * JavaScript that a visitor gets before doing anything, from the production build.
 *
 * @module
 */
import { gzipSync } from "node:zlib";
import type { Browser } from "puppeteer-core";
import { startSite } from "@/tests/browser/start_site.ts";
import type { Claim } from "./claim.ts";

/** Measures `/`. @throws {Error} If the site is not built. */
export async function measurePageSize(browser: Browser): Promise<Claim> {
  const site = await startSite();
  try {
    const page = await browser.newPage();
    const scripts = new Set<string>();
    page.on("request", (request) => {
      if (request.resourceType() === "script" || /\.m?js(\?|$)/.test(request.url())) {
        scripts.add(request.url());
      }
    });
    await page.goto(site.origin, { waitUntil: "networkidle0" });
    await page.close();
    return {
      what: "JavaScript before any interaction",
      ours: `${scripts.size} files`,
      peer: "gzip -9",
      value: await gzippedBytes(scripts),
      unit: " B",
      bar: 45_000,
      direction: "at most",
    };
  } finally {
    await site.stop();
  }
}

async function gzippedBytes(urls: Iterable<string>): Promise<number> {
  let bytes = 0;
  for (const url of urls) {
    const response = await fetch(url, { headers: { "accept-encoding": "identity" } });
    bytes += gzipSync(new Uint8Array(await response.arrayBuffer()), { level: 9 }).length;
  }
  return bytes;
}
