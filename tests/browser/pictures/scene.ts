import type { Page } from "puppeteer-core";

/** The screens that pictures are taken on, in CSS pixels. */
export const SCREENS = {
  wide: { width: 1280, height: 800 },
  phone: { width: 390, height: 844 },
  /** A frame in a narrow column. */
  frame: { width: 380, height: 640 },
} as const;

/** A screen and its colors; `paper` is how a wide screen's page prints. */
export type Look = `${keyof typeof SCREENS}_${"light" | "dark" | "paper"}`;

/** A state of the site, and how it is looked at. */
export interface Scene {
  /** Beginning of its pictures' names. */
  readonly name: string;
  readonly path: string;
  readonly looks: readonly Look[];
  /** What is done before it is opened. */
  readonly prepare?: (page: Page) => Promise<unknown>;
  /** What is done on the page before it is looked at. */
  readonly act?: (page: Page) => Promise<unknown>;
}

/** Both screens, light and dark. */
export const ALL: readonly Look[] = ["wide_light", "wide_dark", "phone_light", "phone_dark"];

/** One of each. */
export const TWO: readonly Look[] = ["wide_light", "phone_dark"];
