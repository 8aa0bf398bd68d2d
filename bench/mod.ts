/**
 * Measures what docs/operating.md claims, each figure with its peer's beside it, in one run:
 * `deno task bench FOLDER [--rounds=5] [--only=size,load,decoding,prefill,cache] [--quiet=0.3] [--rest=5]`.
 *
 * FOLDER is a mirror in the hub's layout that has SmolLM2-135M-Instruct. With `--quiet` each round waits until
 * others use less than that share of the processors; with `--rest` seconds pass before each. Exits with 1 where a bar is missed.
 *
 * @module
 */
import { launchBrowser } from "@/tests/browser/launch_browser.ts";
import { ORT_VERSION } from "@/lib/models/runtime_paths.ts";
import { buildPage } from "./build_page.ts";
import { type Claim, claimsTable, holds } from "./claim.ts";
import { MODEL } from "./page/settings.ts";
import { measurePageSize } from "./page_size.ts";
import { untilQuiet } from "./quiet.ts";
import { servePage } from "./serve_page.ts";
import {
  loadPeers,
  measureCache,
  measureDecoding,
  measureLoad,
  measurePrefill,
  type SpeedOptions,
} from "./speed.ts";
import { fetchGguf } from "./weights.ts";

const ROOT = decodeURIComponent(new URL("../", import.meta.url).pathname);
const CACHE = `${ROOT}.cache/bench`;
const MEASUREMENTS = ["size", "load", "decoding", "prefill", "cache"] as const;

type Measurement = typeof MEASUREMENTS[number];

interface Settings {
  readonly mirror: string;
  readonly rounds: number;
  readonly only: readonly Measurement[];
  /** Share of the processors that others may use during a round. */
  readonly quiet: number;
  /** Seconds between two runs, for whoever shares the machine. */
  readonly rest: number;
}

/** @throws {Error} If the folder does not hold the model. */
function readArguments(args: readonly string[]): Settings {
  const option = (name: string) => args.find((each) => each.startsWith(`--${name}=`))?.split("=")[1];
  const mirror = args.find((each) => !each.startsWith("--")) ?? Deno.env.get("MODEL_MIRROR") ?? "";
  try {
    Deno.statSync(`${mirror}/${MODEL}/resolve/main/onnx/model_q4.onnx`);
  } catch {
    throw new Error(`No ${MODEL} in "${mirror}": name a folder in the hub's layout that has it`);
  }
  const names = option("only")?.split(",") ?? MEASUREMENTS;
  return {
    mirror,
    rounds: Number(option("rounds") ?? 5),
    only: MEASUREMENTS.filter((each) => names.includes(each)),
    quiet: Number(option("quiet") ?? 1),
    rest: Number(option("rest") ?? 0),
  };
}

async function measureSpeed(settings: Settings, options: SpeedOptions): Promise<Claim[]> {
  const wants = (name: Measurement) => settings.only.includes(name);
  const claims: Claim[] = [];
  if (wants("load")) claims.push(...await measureLoad(options));
  await options.page.evaluate("bench.ours.load(true)");
  if (wants("cache")) claims.push(...await measureCache(options));
  if (wants("decoding") || wants("prefill")) await loadPeers(options);
  if (wants("decoding")) claims.push(...await measureDecoding(options));
  if (wants("prefill")) claims.push(...await measurePrefill(options));
  return claims;
}

async function run(settings: Settings, log: (line: string) => void): Promise<Claim[]> {
  log("building the page");
  await buildPage(`${CACHE}/page`);
  const gguf = await fetchGguf(CACHE);
  await using server = servePage({
    "/": `${CACHE}/page/`,
    "/hub/": `${settings.mirror}/`,
    "/model.gguf": gguf,
    "/wllama.wasm": `${ROOT}node_modules/@wllama/wllama/esm/wasm/wllama.wasm`,
    [`/ort/${ORT_VERSION}/`]: `${ROOT}node_modules/onnxruntime-web/dist/`,
  });
  const { browser, close } = await launchBrowser();
  try {
    const claims = settings.only.includes("size") ? [await measurePageSize(browser)] : [];
    const page = await browser.newPage();
    page.on("console", (message) => message.type() === "error" && log(`page: ${message.text()}`));
    page.on("pageerror", (error) => log(`page: ${error}`));
    await page.goto(server.origin);
    await page.waitForFunction("globalThis.bench !== undefined");
    const { rounds, quiet } = settings;
    return [
      ...claims,
      ...await measureSpeed(settings, { page, rounds, log, ready: () => untilQuiet(quiet) }),
    ];
  } finally {
    await close();
  }
}

if (import.meta.main) {
  // deno-lint-ignore no-console
  const log = (line: string) => console.error(line);
  const claims = await run(readArguments(Deno.args), log);
  // deno-lint-ignore no-console
  console.log(claimsTable(claims));
  Deno.exit(claims.every(holds) ? 0 : 1);
}
