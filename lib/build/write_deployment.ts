/**
 * Writes what a server needs, and nothing else, into a folder: sources, the client build, `static/`, and a
 * `deno.json` that names the packages of the server alone. Run by `deno task deployment`, after the build.
 *
 * @module
 */
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { execFile } from "node:child_process";
import { dirname } from "node:path";
import { promisify } from "node:util";

/** What the server reads. Of `models`, what the card of the embedded model is computed with. */
const INCLUDED = [
  "main.ts",
  "lib",
  "islands",
  "routes",
  "models/check",
  "models/corpus/grammar",
  "static",
  "dist",
  "LICENSE",
  "NOTICE",
];

/** How the platform runs it: no flags, no build. */
const DEPLOY = { install: "deno install", runtime: { type: "dynamic", entrypoint: "./main.ts" } };

interface Graph {
  readonly modules: readonly { readonly specifier: string }[];
}

/** The folder that holds a deployment, below the project. */
export const DEPLOYMENT = "deployment";

/**
 * Writes a deployment, in place of an earlier one.
 *
 * @throws {Error} If the client was not built.
 */
export async function writeDeployment(folder: string): Promise<void> {
  await readFile("dist/.vite/manifest.json");
  await rm(folder, { recursive: true, force: true });
  for (const path of INCLUDED) {
    await mkdir(dirname(`${folder}/${path}`), { recursive: true });
    await cp(path, `${folder}/${path}`, { recursive: true });
  }
  const { unstable, compilerOptions, imports } = JSON.parse(await readFile("deno.json", "utf8"));
  const packages = await serverPackages();
  const own = Object.entries<string>(imports).filter(([_, target]) =>
    !target.startsWith("npm:") || packages.has(packageName(target))
  );
  const config = { nodeModulesDir: "auto", unstable, imports: Object.fromEntries(own), compilerOptions };
  await writeFile(`${folder}/deno.json`, JSON.stringify({ deploy: DEPLOY, ...config }, null, 2));
  // Deno takes out of the lockfile what is not asked for any more, and keeps every version.
  await cp("deno.lock", `${folder}/deno.lock`);
  await run("deno", ["install", "--quiet"], folder);
}

/** Names of the packages that `main.ts` brings in. */
export async function serverPackages(): Promise<Set<string>> {
  const { modules }: Graph = JSON.parse(await run("deno", ["info", "--json", "main.ts"], "."));
  return new Set(modules.map(({ specifier }) => specifier).filter(isPackage).map(packageName));
}

function isPackage(specifier: string): boolean {
  return specifier.startsWith("npm:");
}

/** The name in `npm:NAME@VERSION/PATH`. */
function packageName(specifier: string): string {
  return /^npm:\/?((?:@[^/]+\/)?[^@/]+)/.exec(specifier)?.[1] ?? specifier;
}

async function run(command: string, args: string[], cwd: string): Promise<string> {
  const { stdout } = await promisify(execFile)(command, args, { cwd, maxBuffer: 1e9 });
  return stdout;
}

if (import.meta.main) await writeDeployment(DEPLOYMENT);
