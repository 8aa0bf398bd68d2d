/** A figure that is taken away looks the same outside a browser: Chromium's drawing beside resvg's, halos included. */
import { assert, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { keepDownloads } from "@/tests/browser/keep_downloads.ts";
import { rasterize } from "@/lib/server/preview/rasterize.ts";

const test = browserTests({ models: "none" });
/** Pixels of a block whose mean color is compared: letters of another font differ within it, a missing halo over it. */
const BLOCK = 24;

/** Means of the absolute differences of blocks of two pictures, 0 to 1, the greatest last. */
function differences(page: Page, pictures: readonly Uint8Array[]): Promise<number[]> {
  return page.evaluate(
    async (sources, block) => {
      const drawn = await Promise.all(sources.map(async (base64) => {
        const image = new Image();
        image.src = `data:image/png;base64,${base64}`;
        await image.decode();
        return image;
      }));
      const [width, height] = [drawn[1]!.naturalWidth, drawn[1]!.naturalHeight];
      const means = drawn.map((image) => {
        const canvas = document.createElement("canvas");
        [canvas.width, canvas.height] = [width, height];
        const context = canvas.getContext("2d", { willReadFrequently: true })!;
        context.drawImage(image, 0, 0, width, height);
        const found: number[] = [];
        for (let y = 0; y + block <= height; y += block) {
          for (let x = 0; x + block <= width; x += block) {
            const { data } = context.getImageData(x, y, block, block);
            let sum = 0;
            for (let i = 0; i < data.length; i++) if (i % 4 < 3) sum += data[i]!;
            found.push(sum / (block * block * 3 * 255));
          }
        }
        return found;
      });
      return means[0]!.map((mean, index) => Math.abs(mean - means[1]![index]!)).sort((a, b) => a - b);
    },
    pictures.map((bytes) => bytes.toBase64()),
    BLOCK,
  );
}

const FIGURES = [["/softmax?top_k=2", "robabilit"], ["/kv-cache", "over length"]] as const;

for (const [address, label] of FIGURES) {
  test(`the figure of ${address} is the same drawn by Chromium and by resvg`, async ({ open }) => {
    const { page } = await open(address);
    await alive(page);
    const downloads = await keepDownloads(page);
    await page.click('is-land[name="Share"] button');
    await page.waitForSelector("dialog.share[open]");
    const take = async (form: "SVG" | "PNG") => {
      await page.locator(
        `dialog.share [role=group][aria-label*="${label}"] ::-p-aria([name="${form}"][role="button"])`,
      ).click();
      const name = await page.waitForFunction(
        (end) =>
          new RegExp(`Saved (\\S+\\.${end})`).exec(document.querySelector("dialog.share")!.textContent!)?.[1],
        {},
        form.toLowerCase(),
      );
      return await downloads.take((await name.jsonValue())!);
    };
    const svg = new TextDecoder().decode(await take("SVG"));
    assertEquals(svg.match(/paint-order|var\(|light-dark|oklch|color-mix/g), null, "what only browsers know");
    const found = await differences(page, [await take("PNG"), await rasterize(svg)]);
    const mean = found.reduce((a, b) => a + b) / found.length;
    assert(found.length > 20 && mean < 0.02, `${mean} on average`);
    assert(found.at(-1)! < 0.3, `${found.at(-1)} in one place`);
  });
}
