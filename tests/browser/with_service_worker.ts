/**
 * A site of its own with its service worker, whose network can be cut.
 *
 * @module
 */
import type { Page } from "puppeteer-core";
import type { Stage } from "@/tests/browser/browser_tests.ts";
import { startSite } from "@/tests/browser/start_site.ts";
import { type Visit, visit } from "@/tests/browser/visit.ts";

const PATIENT = { timeout: 120_000, polling: 200 } as const;

/** What Chromium says of a request that fails: these tests take the network away. */
export const NO_NETWORK = /Failed to load resource|net::ERR/;

/** What a test of the service worker is given. */
export interface Stand {
  readonly page: Page;
  readonly origin: string;
  /** Stops the server. */
  cut(): Promise<void>;
  /** Another page of the same browser profile. */
  another(path: string): Promise<Page>;
}

/** A server, and a page of it whose service worker has been installed. */
export async function withWorker(
  { browser }: Stage,
  path: string,
  run: (stand: Stand) => Promise<void>,
): Promise<void> {
  const site = await startSite();
  const opened: Visit[] = [];
  const open = async (at: string) => {
    const context = opened[0] ? { context: opened[0].context } : {};
    const each = await visit(browser, site.origin + at, {
      serviceWorker: true,
      expect: NO_NETWORK,
      ...context,
    });
    opened.push(each);
    return each.page;
  };
  try {
    const page = await open(path);
    await untilControlled(page);
    await run({ page, origin: site.origin, cut: site.stop, another: open });
    for (const each of opened.toReversed()) await each.end();
  } finally {
    await opened[0]?.context.close().catch(() => undefined);
    await site.stop().catch(() => undefined);
  }
}

/** Waits until the page is the service worker's. */
export async function untilControlled(page: Page): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === "activated", PATIENT);
}
