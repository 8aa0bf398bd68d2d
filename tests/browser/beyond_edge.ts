import type { Page } from "puppeteer-core";

/** Texts of the page's main part that go beyond the right edge of the window, where nothing scrolls them into sight. */
export function beyondEdge(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (element.scrollWidth > element.clientWidth && /auto|scroll/.test(getComputedStyle(element).overflowX) ||
        scrolls(element.parentElement));
    const found: string[] = [];
    const walker = document.createTreeWalker(document.querySelector("main")!, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement!;
      if (!node.textContent?.trim() || !parent.checkVisibility() || parent.closest(".vh, svg")) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      if (range.getBoundingClientRect().right > innerWidth && !scrolls(parent)) found.push(node.textContent);
    }
    return found;
  });
}
