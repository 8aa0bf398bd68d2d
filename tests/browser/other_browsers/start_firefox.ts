import puppeteer from "puppeteer-core";
import type { StartedBrowser } from "@/tests/browser/other_browsers/started_browser.ts";

/** Firefox waits for ever on a page that it took out of its memory of back and forward. */
const PREFERENCES = { "browser.sessionhistory.max_total_viewers": 0 };

/** Starts Firefox without a window, on WebDriver BiDi. */
export async function startFirefox(path: string): Promise<StartedBrowser> {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: path,
    headless: true,
    timeout: 60_000,
    protocolTimeout: 120_000,
    extraPrefsFirefox: PREFERENCES,
  });
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`exception: ${(error as Error).stack ?? error}`));
  return {
    name: (await browser.version()).replace("/", " "),
    page,
    problems: () => Promise.resolve(problems),
    close: () => browser.close(),
  };
}
