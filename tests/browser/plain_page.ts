import type { Page } from "puppeteer-core";

/** What a page offers under every browser's driver; puppeteer's offer more. */
export type PlainPage = Pick<Page, "evaluate" | "waitForFunction" | "goto" | "reload">;
