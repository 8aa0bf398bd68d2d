/**
 * From SVG to PNG, in WebAssembly that is loaded when the first picture is asked for.
 *
 * @module
 */
import { createRequire } from "node:module";
import { previewFonts } from "@/lib/server/preview/fonts.ts";

type Rasterizer = typeof import("@resvg/resvg-wasm");

/** `import.meta.resolve` would do, but not in the server that `deno task dev` runs. */
const require = createRequire(import.meta.url);

let loading: Promise<Rasterizer> | null = null;

/**
 * Draws an SVG with the previews' fonts.
 *
 * @throws {Error} If the SVG is not well-formed, or the WebAssembly cannot be loaded.
 */
export async function rasterize(svg: string): Promise<Uint8Array<ArrayBuffer>> {
  loading ??= load();
  // A failed load is tried again by the next picture.
  loading.catch(() => loading = null);
  const { Resvg } = await loading;
  const drawing = new Resvg(svg, {
    font: {
      fontBuffers: [...previewFonts().buffers],
      defaultFontFamily: "Inter",
      monospaceFamily: "JetBrains Mono",
    },
  });
  try {
    return pngOf(drawing.render());
  } finally {
    // Neither is known to the garbage collector: 3 MB a picture would stay.
    drawing.free();
  }
}

function pngOf(image: { asPng(): Uint8Array; free(): void }): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(image.asPng());
  } finally {
    image.free();
  }
}

async function load(): Promise<Rasterizer> {
  const module = await import("@resvg/resvg-wasm");
  const wasm = await Deno.readFile(require.resolve("@resvg/resvg-wasm/index_bg.wasm"));
  try {
    await module.initWasm(wasm);
  } catch (error) {
    // A module of this process that was loaded twice shares one instance: that it is ready is all that counts.
    if (!/Already initialized/.test(String(error))) throw error;
  }
  return module;
}
