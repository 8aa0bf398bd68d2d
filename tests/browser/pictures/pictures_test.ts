/**
 * Every page as it was last looked at: the screens below png/ are what the site looks like, and a change of them is
 * looked at before it is kept (`deno task pictures` takes anew what differs).
 */
import { assertEquals } from "@std/assert";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { keptPictures } from "@/tests/browser/pictures/picture_files.ts";
import { pinnedBrowser } from "@/tests/browser/pictures/pinned_browser.ts";
import type { Scene } from "@/tests/browser/pictures/scene.ts";
import { LABS } from "@/tests/browser/pictures/scenes/labs.ts";
import { OFFLINE, takeOffline } from "@/tests/browser/pictures/scenes/offline.ts";
import { PAGES } from "@/tests/browser/pictures/scenes/pages.ts";
import { PREDICTOR } from "@/tests/browser/pictures/scenes/predictor.ts";
import { takePictures } from "@/tests/browser/pictures/take_pictures.ts";

const SCENES: readonly Scene[] = [...PREDICTOR, ...LABS, ...PAGES];

const pinned = await pinnedBrowser();
const ignore = typeof pinned === "string";
if (ignore) skip(pinned);

/** Pages that show the site's address show the same one on every port. */
const environment = { PUBLIC_ORIGIN: "https://playground.example" };

const test = browserTests({ ...(ignore ? {} : pinned), models: "none", environment });

for (const scene of SCENES) {
  test(`pictures: ${scene.name}`, ({ open }) => takePictures(open, scene), { ignore });
}

test(`pictures: ${OFFLINE.name}`, takeOffline, { ignore });

Deno.test("every picture that is kept is of a scene", () => {
  const known = new Set(
    [...SCENES, OFFLINE].flatMap(({ name, looks }) => looks.map((look) => `${name}_${look}`)),
  );
  assertEquals(keptPictures().filter((name) => !known.has(name)), []);
});

function skip(reason: string): void {
  // deno-lint-ignore no-console
  console.log(`browser: pictures skipped: the package's does not run here (${reason})`);
}
