/**
 * What a page asks the network for.
 *
 * @module
 */
import type { Page } from "puppeteer-core";

/**
 * The addresses that a page asks for from now on, in a list that grows. Its icon is left out: the browser itself looks
 * for that again whenever the address changes.
 */
export function requestsOf(page: Page): readonly string[] {
  const requests: string[] = [];
  page.on("request", (request) => {
    if (!request.url().includes("favicon")) requests.push(request.url());
  });
  return requests;
}
