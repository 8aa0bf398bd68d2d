/** A figure that is taken away looks the same outside a browser: Chromium's drawing beside resvg's, halos included. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { keepDownloads } from "@/tests/browser/keep_downloads.ts";
import { unfold } from "@/tests/browser/lab_page.ts";
import { PHONE } from "@/tests/browser/visit.ts";
import { rasterize } from "@/lib/server/preview/rasterize.ts";
import { clickStill } from "@/tests/browser/click_still.ts";

const test = browserTests({ models: "none" });
/** Pixels of a block whose mean color is compared: letters of another font differ within it, a missing halo over it. */
const BLOCK = 24;

/** Greatest mean of the blocks' differences, and greatest of one block: two renderers' letters and edges stay under it. */
const MOST = { mean: 0.02, one: 0.3 } as const;

/** Means of the absolute differences of blocks of an SVG as this browser draws it and of a picture of it, 0 to 1. */
function differences(page: Page, svg: string, picture: Uint8Array): Promise<number[]> {
  return page.evaluate(
    async (sources, block) => {
      const drawn = await Promise.all(sources.map(async (source) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        return image;
      }));
      const [width, height] = [drawn[1]!.naturalWidth, drawn[1]!.naturalHeight];
      const means = drawn.map((image) => {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [width, height];
        const context = canvas.getContext("2d", { willReadFrequently: true })!;
        context.drawImage(image, 0, 0, width, height);
        const { data } = context.getImageData(0, 0, width, height);
        const columns = Math.floor(width / block);
        const sums = new Float64Array(columns * Math.floor(height / block));
        for (let i = 0; i < data.length; i += 4) {
          const [x, y] = [Math.floor(i / 4 % width / block), Math.floor(i / 4 / width / block)];
          if (x < columns) sums[y * columns + x]! += data[i]! + data[i + 1]! + data[i + 2]!;
        }
        return sums.map((sum) => sum / (block * block * 3 * 255));
      });
      return [...means[0]!].map((mean, index) => Math.abs(mean - means[1]![index]!));
    },
    [
      `data:image/svg+xml;base64,${new TextEncoder().encode(svg).toBase64()}`,
      `data:image/png;base64,${picture.toBase64()}`,
    ],
    BLOCK,
  );
}

/** Every figure that a page hands out as an SVG, by its label. */
async function takeFigures(page: Page): Promise<[label: string, svg: string][]> {
  const downloads = await keepDownloads(page);
  await clickStill(page, 'is-land[name="Share"] button');
  const buttons = "dialog.share[open] [role=group][aria-label] button";
  await page.waitForSelector(buttons);
  const taken: [string, string][] = [];
  for (let index = 0;; index++) {
    const [label, name] = await page.evaluate(
      async (buttons, index) => {
        const dialog = document.querySelector("dialog.share")!;
        const button = [...dialog.querySelectorAll<HTMLElement>(buttons)]
          .filter(({ textContent }) => textContent === "SVG")[index];
        if (!button) return [null, null];
        const before = dialog.textContent;
        button.click();
        // Two figures of one name are said with the same words.
        for (let frame = 0; frame < 60 && dialog.textContent === before; frame++) {
          await new Promise(requestAnimationFrame);
        }
        const [, name] = /Saved (\S+\.svg)/.exec(dialog.textContent!)!;
        return [button.closest("[role=group]")!.getAttribute("aria-label"), name];
      },
      "[role=group][aria-label] button",
      index,
    );
    if (!label || !name) return taken;
    taken.push([label, new TextDecoder().decode(await downloads.take(name))]);
  }
}

const PAGES = [
  "/softmax?top_k=2",
  "/ngram",
  "/loss",
  "/table?run=1",
  "/kv-cache",
  "/context",
  "/",
] as const;

test("every figure that is taken away is the same drawn by Chromium and by resvg", async ({ open }) => {
  const { page } = await open(PAGES[0]);
  let figures = 0;
  for (const address of PAGES) {
    if (address !== PAGES[0]) await page.goto(new URL(address, page.url()).href);
    await alive(page);
    for (const [label, svg] of await takeFigures(page)) {
      const what = `${address}, ${label}`;
      assertEquals(
        svg.match(/paint-order|vector-effect|var\(|light-dark|oklch|color-mix/g),
        null,
        `${what}: what only browsers know`,
      );
      const found = await differences(page, svg, await rasterize(svg));
      const mean = found.reduce((a, b) => a + b, 0) / found.length;
      assert(found.length > 8 && mean < MOST.mean, `${what}: ${mean} on average`);
      assert(Math.max(...found) < MOST.one, `${what}: ${Math.max(...found)} in one place`);
      if (address === "/ngram") assert(svg.includes(">warehouse<"), `${what}: its tokens' names`);
      figures++;
    }
  }
  assert(figures >= PAGES.length, `${figures} figures`);
});

test("a model card's curve is read with the crosshair, by pointer, finger and keys", async ({ open }) => {
  const { page } = await open("/models/parcel-gpt", { viewport: PHONE });
  await unfold(page, "its curve, and the log");
  await page.$eval("is-land[name=ModelCurve] figure", (figure) => figure.scrollIntoView({ block: "center" }));
  const layer = await page.waitForSelector("is-land[data-state=ready] .crosshair-layer");
  const read = () => page.$eval(".plot-values", (line) => line.textContent!);
  await layer!.scrollIntoView();
  const { x, y, width } = (await layer!.boundingBox())!;
  await page.mouse.move(x + width / 2, y + 40);
  await page.waitForFunction(() =>
    /Tokens read .*: .*parcel world .*nats/.test(document.querySelector(".plot-values")!.textContent!)
  );
  const pointed = await read();
  await page.touchscreen.tap(x + width / 4, y + 40);
  await page.waitForFunction(
    (before) => document.querySelector(".plot-values")!.textContent !== before,
    {},
    pointed,
  );
  const touched = await read();
  await page.focus(".crosshair-keys");
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(
    (before) => document.querySelector(".plot-values")!.textContent !== before,
    {},
    touched,
  );
  assertEquals(
    await page.$eval(".crosshair-keys", (keys) => keys.ariaValueText ?? keys.getAttribute("aria-valuetext")),
    await read(),
  );
});
