import type { Page } from "puppeteer-core";
import { type Scene, TWO } from "@/tests/browser/pictures/scene.ts";

/** Moves the guess, and asks for the answer. */
async function guess(page: Page): Promise<void> {
  await page.focus(".step input[type=range]");
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press("ArrowLeft");
  await page.locator("button ::-p-text(That is my guess)").click();
  await page.waitForSelector(".step[data-state=revealed]");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
}

/** The first choice of every question: some are right. */
const ANSWERS = Array.from({ length: 10 }, (_, index) => `q${index + 1}=1`).join("&");

/** Everything that is neither the predictor nor a lab. */
export const PAGES: readonly Scene[] = [
  { name: "score", path: "/score", looks: TWO },
  { name: "compare", path: "/compare", looks: TWO },
  { name: "objectives", path: "/objectives", looks: TWO },
  { name: "ladder", path: "/ladder", looks: TWO },
  { name: "gallery", path: "/gallery", looks: TWO },
  { name: "card", path: "/models/parcel-gpt", looks: TWO },
  { name: "api", path: "/api", looks: TWO },
  { name: "learn", path: "/learn", looks: TWO },
  { name: "learn_step", path: "/learn/distribution", looks: TWO },
  { name: "learn_guessed", path: "/learn/temperature", looks: TWO, act: guess },
  { name: "check", path: "/check", looks: TWO },
  { name: "check_answered", path: `/check?seed=2&${ANSWERS}`, looks: TWO },
  { name: "limits", path: "/limits", looks: TWO },
  { name: "teach", path: "/teach", looks: TWO },
  { name: "embed", path: "/embed/predictor?text=The+package+left+the&top=5", looks: ["frame_light"] },
  { name: "embed_softmax", path: "/embed/softmax", looks: ["frame_light"] },
];
