import type { Stage } from "@/tests/browser/browser_tests.ts";
import { ALL, type Look, SCREENS } from "@/tests/browser/pictures/scene.ts";
import { failOn, takeLooks } from "@/tests/browser/pictures/take_pictures.ts";
import { ready, setText, untilNotice } from "@/tests/browser/predictor_page.ts";
import { withWorker } from "@/tests/browser/with_service_worker.ts";

/** Its pictures' names begin so. */
export const OFFLINE = { name: "predictor_offline", looks: ALL } as const;

/** The predictor whose network went away before its model came. */
export async function takeOffline(stage: Stage): Promise<void> {
  await withWorker(stage, "/privacy", async ({ page, origin, cut }) => {
    await cut();
    await page.goto(`${origin}/`);
    await ready(page);
    await setText(page, "The truck left the");
    await untilNotice(page, /There is no connection, and this tab does not have the model yet/);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    const found: string[] = [];
    for (const screen of ["wide", "phone"] as const) {
      await page.setViewport(SCREENS[screen]);
      const looks = OFFLINE.looks.filter((look: Look) => look.startsWith(screen));
      found.push(...await takeLooks(page, OFFLINE.name, looks));
    }
    failOn(found);
  });
}
