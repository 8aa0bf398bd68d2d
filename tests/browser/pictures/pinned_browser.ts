/**
 * The one browser that pictures are taken with: another, or another version, draws letters differently.
 *
 * @module
 */
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { packagedBrowser } from "@/tests/browser/find_browser.ts";
import type { BrowserOptions } from "@/tests/browser/launch_browser.ts";

/** Everything that could differ from machine to machine is fixed; nothing moves. */
const FLAGS = [
  "--disable-lcd-text",
  "--enable-features=OverlayScrollbar",
  "--disable-skia-runtime-opts",
  "--font-render-hinting=none",
  "--force-color-profile=srgb",
  "--force-device-scale-factor=1",
  "--force-prefers-reduced-motion",
  "--hide-scrollbars",
  "--lang=en-US",
];

/** What the site's own fonts lack, as arrows, comes from an npm package, not from the machine. */
function writeFontSettings(): string {
  const folder = Deno.makeTempDirSync({ prefix: "fonts-" });
  const fonts = fileURLToPath(new URL("ttf/", import.meta.resolve("dejavu-fonts-ttf/package.json")));
  const settings = `<?xml version="1.0"?><fontconfig><dir>${fonts}</dir><dir>${tmpdir()}/fonts</dir>` +
    `<cachedir>${folder}</cachedir></fontconfig>`;
  Deno.writeTextFileSync(`${folder}/fonts.conf`, settings);
  return folder;
}

/** The browser of the npm package that deno.json pins, with the package's fonts; or why it does not run here. */
export async function pinnedBrowser(): Promise<BrowserOptions | string> {
  try {
    const found = await packagedBrowser();
    return {
      found: { ...found, flags: [...found.flags, ...FLAGS] },
      variables: { FONTCONFIG_PATH: writeFontSettings(), TZ: "UTC", LANG: "en_US.UTF-8" },
    };
  } catch (error) {
    return error instanceof Error ? error.message : `${error}`;
  }
}
