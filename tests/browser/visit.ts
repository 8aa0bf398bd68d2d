/**
 * One visit to the site in a browser context of its own: everything that should not happen on a page is
 * recorded, and fails the test unless it was expected.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { BrowserContext, Page } from "puppeteer-core";
import type { TestBrowser } from "@/tests/browser/launch_browser.ts";

/** How the visitor's browser is set up. */
export interface VisitOptions {
  /** Default 1280 × 800. */
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly dark?: boolean;
  /** Default true. */
  readonly javaScript?: boolean;
  /** Whether the page may register its service worker; default false, since its requests are nobody's page's. */
  readonly serviceWorker?: boolean;
  /** Use another visit's context: the same storage. */
  readonly context?: BrowserContext;
  /** What is done to the page before its address is opened. */
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** Problems that this test provokes. */
  readonly expect?: RegExp;
}

/** Milliseconds that a wait may take where a test does not say: the machine may run other things too. */
const PATIENCE = 90_000;

/** A phone's screen. */
export const PHONE = { width: 390, height: 844 } as const;

/** A page that is being watched. */
export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors in the console, uncaught exceptions, violations of the content security policy. */
  readonly problems: readonly string[];
  /** Closes the page (and the context, if it is this visit's own) and fails if there were problems. */
  end(): Promise<void>;
}

/** Reports violations through the console, which workers and pages share. */
function reportViolations(): void {
  addEventListener("securitypolicyviolation", (event) => {
    // deno-lint-ignore no-console
    console.error(`CSP: ${event.effectiveDirective} blocked ${event.blockedURI}`);
  });
}

function refuseServiceWorkers(): void {
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer };
  if (self === top && serviceWorker) serviceWorker.register = () => new Promise(() => undefined);
}

function watch(page: Page, problems: string[]): void {
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    problems.push(`console: ${message.text()} ${message.location().url ?? ""}`);
  });
  page.on("pageerror", (error) => problems.push(`exception: ${(error as Error).stack ?? error}`));
  page.on("error", (error) => problems.push(`crash: ${error.message}`));
}

/** Opens a page of the site. */
export async function visit(
  { browser, foreignHosts }: TestBrowser,
  address: string,
  options: VisitOptions = {},
): Promise<Visit> {
  const context = options.context ?? await browser.createBrowserContext();
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const problems: string[] = [];
  watch(page, problems);
  await page.setViewport({ width: 1280, height: 800, ...options.viewport });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: options.dark ? "dark" : "light" }]);
  await page.setJavaScriptEnabled(options.javaScript ?? true);
  await page.evaluateOnNewDocument(reportViolations);
  if (!options.serviceWorker) await page.evaluateOnNewDocument(refuseServiceWorkers);
  await options.prepare?.(page);
  await page.goto(address, { waitUntil: "load", timeout: 120_000 });
  const end = async () => {
    await (options.context ? page.close() : context.close());
    const unexpected = problems.filter((problem) => !options.expect?.test(problem));
    assertEquals(unexpected, [], "Problems on the page");
    assertEquals([...foreignHosts], [], "Requests that left this machine");
  };
  return { page, context, problems, end };
}
