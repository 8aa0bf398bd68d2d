/**
 * Compresses what the server hands out, once, at build time.
 *
 * @module
 */
import { createHash } from "node:crypto";
import { copyFile, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import type { Plugin } from "vite";

const COMPRESSIBLE = /\.(css|html|ico|js|json|map|mjs|svg|txt|wasm|webmanifest|xml)$/;
const CACHE = "node_modules/.cache/compressed";
/** Smaller files gain nothing that a network packet would notice. */
const SMALLEST = 512;
/**
 * onnxruntime's programs. In secure contexts every browser that runs them reads brotli; elsewhere is a local network,
 * where they come as they are. 10 MB of gzip less in each deployment.
 */
const BROTLI_ALONE = /\bort-[\w.-]+\.wasm$/;

const ENCODERS = {
  br: (bytes: Uint8Array) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: bytes.length > 1_000_000 ? 9 : 11,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  gz: (bytes: Uint8Array) => promisify(gzip)(bytes, { level: 9 }),
};

/**
 * Writes `dist/compressed/SHA256.br` and `.gz` for each compressible file of the build and of `static/`.
 * Named by content, so a stale one cannot be served, and an unchanged file is compressed once in its life.
 */
export function precompress(): Plugin {
  return {
    name: "precompress",
    apply: "build",
    enforce: "post",
    writeBundle: { order: "post", sequential: true, handler: (output) => compressAll(output.dir ?? "dist") },
  };
}

async function compressAll(outputFolder: string): Promise<void> {
  const target = `${outputFolder}/compressed`;
  await mkdir(target, { recursive: true });
  await mkdir(CACHE, { recursive: true });
  const paths = [...await filesBelow(outputFolder), ...await filesBelow("static")];
  await Promise.all(paths.filter((path) => COMPRESSIBLE.test(path)).map((path) => compress(path, target)));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
}

async function compress(path: string, target: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < SMALLEST) return;
  const hash = createHash("sha256").update(bytes).digest("hex");
  for (const [suffix, encode] of Object.entries(ENCODERS)) {
    if (suffix === "gz" && BROTLI_ALONE.test(path)) continue;
    const cached = `${CACHE}/${hash}.${suffix}`;
    await copyFile(cached, `${target}/${hash}.${suffix}`).catch(async () => {
      const encoded = await encode(bytes);
      await writeFile(cached, encoded);
      await copyFile(cached, `${target}/${hash}.${suffix}`);
    });
  }
}
