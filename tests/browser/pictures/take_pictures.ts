/**
 * Takes pictures of pages, and compares them.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import type { Stage } from "@/tests/browser/browser_tests.ts";
import { holdStill, stopClock, untilAnswered, untilStill } from "@/tests/browser/pictures/hold_still.ts";
import { checkPicture } from "@/tests/browser/pictures/picture_files.ts";
import { type Look, type Scene, SCREENS } from "@/tests/browser/pictures/scene.ts";

type Screen = keyof typeof SCREENS;

/** Takes one picture of the screen as it stands. */
async function take(page: Page, name: string, look: Look): Promise<string | null> {
  const colors = look.split("_")[1]!;
  await page.emulateMediaFeatures([
    { name: "prefers-color-scheme", value: colors === "dark" ? "dark" : "light" },
    { name: "prefers-reduced-motion", value: "reduce" },
  ]);
  // Features first: they reset the medium.
  if (colors === "paper") await page.emulateMediaType("print");
  await holdStill(page);
  const screenshot = await page.screenshot({ captureBeyondViewport: false, optimizeForSpeed: true });
  return checkPicture(`${name}_${look}`, screenshot);
}

/** Pictures of a page that is open. */
export async function takeLooks(page: Page, name: string, looks: readonly Look[]): Promise<string[]> {
  await untilStill(page);
  const found: string[] = [];
  for (const look of looks) found.push(...[await take(page, name, look)].filter((each) => each !== null));
  return found;
}

/** Fails with what differs, where anything does. */
export function failOn(found: readonly string[]): void {
  assertEquals(found, [], "Look at what differs; `deno task pictures` takes it anew");
}

/** Opens a scene on each of its screens, and compares what is there with its pictures. */
export async function takePictures(open: Stage["open"], scene: Scene): Promise<void> {
  const screens = Object.keys(SCREENS) as Screen[];
  const found = await Promise.all(screens.map(async (screen) => {
    const looks = scene.looks.filter((look) => look.startsWith(`${screen}_`));
    if (looks.length === 0) return [];
    const { page } = await open(scene.path, {
      viewport: SCREENS[screen],
      prepare: async (page) => {
        await stopClock(page);
        await scene.prepare?.(page);
      },
    });
    await untilAnswered(page);
    await scene.act?.(page);
    return await takeLooks(page, scene.name, looks);
  }));
  failOn(found.flat());
}
