/**
 * Compiles the kernel of the site's own engine: one build with fused multiply-add, one for engines without it. Run by
 * `deno task kernel`.
 *
 * @module
 */
// @ts-types="./asc.d.ts"
import { main as compile } from "assemblyscript/asc";
import { mkdir, readdir, readFile, stat, writeFile } from "node:fs/promises";

const SOURCE = "lib/transformer/kernel/assembly";
/** Where the builds go; not committed. */
const TARGET = "lib/transformer/kernel/made";

const FLAGS = [
  ...["--runtime", "stub", "--noAssert", "-O3"],
  ...["--importMemory", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"],
  ...["--enable", "simd", "--enable", "threads"],
];
const BUILDS = { relaxed: ["--enable", "relaxed-simd"], plain: [] };

/** Compiles what is older than its source. @throws {Error} If the source does not compile. */
async function buildKernel(): Promise<void> {
  await mkdir(TARGET, { recursive: true });
  const changed = await newest(await sources());
  for (const [name, flags] of Object.entries(BUILDS)) {
    const path = `${TARGET}/${name}.wasm`;
    if (await newest([path]) < changed) await writeFile(path, await compileBuild(flags));
  }
}

async function sources(): Promise<string[]> {
  return ["lib/build/build_kernel.ts", ...(await readdir(SOURCE)).map((file) => `${SOURCE}/${file}`)];
}

/** Time of the last change; none is long ago. */
async function newest(paths: readonly string[]): Promise<number> {
  const times = paths.map((path) => stat(path).then(({ mtimeMs }) => mtimeMs, () => 0));
  return Math.max(...await Promise.all(times));
}

async function compileBuild(flags: readonly string[]): Promise<Uint8Array> {
  let made: Uint8Array | undefined;
  const { error, stderr } = await compile(
    [`${SOURCE}/index.ts`, ...FLAGS, ...flags, "--outFile", "out.wasm"],
    {
      readFile: (path, folder) => readFile(`${folder}/${path}`, "utf8").catch(() => null),
      writeFile: (_, contents) => {
        made = contents;
      },
      listFiles: () => [],
    },
  );
  if (error !== null || made === undefined) throw new Error(`The kernel does not compile: ${stderr}`);
  return made;
}

if (import.meta.main) await buildKernel();
