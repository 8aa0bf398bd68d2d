import type { PlainPage } from "@/tests/browser/plain_page.ts";

/** A running browser with one window. */
export interface StartedBrowser {
  /** With its version: `Firefox 153.8.0`. */
  readonly name: string;
  readonly page: PlainPage;
  /** Errors that pages have reported so far. */
  problems(): Promise<readonly string[]>;
  close(): Promise<void>;
}
