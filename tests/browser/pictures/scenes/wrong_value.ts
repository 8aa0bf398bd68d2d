import type { Page } from "puppeteer-core";

/** Types a value that a field does not take, and waits until it is marked. */
export function wrongValue(selector: string, value: string): (page: Page) => Promise<unknown> {
  return async (page) => {
    await page.$eval(selector, (element, value) => {
      for (let fold = element.closest("details"); fold; fold = fold.parentElement!.closest("details")) {
        fold.open = true;
      }
      const field = element as HTMLInputElement;
      field.value = value;
      field.dispatchEvent(new InputEvent("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }, value);
    const marked = await page.waitForSelector(`${selector}[aria-invalid=true]`);
    await marked!.evaluate((field) => {
      // What stands beside it is seen with it, and what it changed as far as the screen allows.
      if (field.getBoundingClientRect().bottom > innerHeight - 80) field.scrollIntoView({ block: "center" });
    });
  };
}
