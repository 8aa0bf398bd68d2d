/**
 * Files that a page hands to its visitor, as they arrive on disk.
 *
 * @module
 */
import type { Page } from "puppeteer-core";

/** The folder that a page's downloads go to. */
export interface Downloads {
  /** Waits for a file of this name and takes it out of the folder. */
  take(name: string): Promise<Uint8Array<ArrayBuffer>>;
  /** The path of a file of this name, once it is there. */
  path(name: string): Promise<string>;
}

/** Keeps what the page downloads from now on. */
export async function keepDownloads(page: Page): Promise<Downloads> {
  const folder = await Deno.makeTempDir({ prefix: "downloads-" });
  const session = await page.createCDPSession();
  await session.send("Browser.setDownloadBehavior", {
    behavior: "allow",
    downloadPath: folder,
    ...(page.browserContext().id && { browserContextId: page.browserContext().id! }),
  });
  async function path(name: string): Promise<string> {
    for (let attempt = 0; attempt < 600; attempt++) {
      const isThere = await Deno.stat(`${folder}/${name}`).then(({ size }) => size > 0, () => false);
      if (isThere) return `${folder}/${name}`;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const names = [...Deno.readDirSync(folder)].map((each) => each.name);
    throw new Error(`No file ${name} arrived: ${names.join(", ") || "nothing did"}`);
  }
  return {
    path,
    async take(name) {
      const found = await path(name);
      const bytes = await Deno.readFile(found);
      await Deno.remove(found);
      return bytes;
    },
  };
}
