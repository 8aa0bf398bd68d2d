import type { ClickOptions, Page } from "puppeteer-core";

/** Clicks an element once it stands still: while a page is laid out, a click may miss. Without scripts nothing moves. */
export async function clickStill(page: Page, selector: string, options: ClickOptions = {}): Promise<void> {
  if (page.isJavaScriptEnabled()) await page.locator(selector).click(options);
  else await page.click(selector, options);
}
