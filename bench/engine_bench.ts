/**
 * This project's own engine beside what it replaces, in one run:
 * `deno run -A bench/engine_bench.ts FOLDER [--rounds=5] [--only=decoding,loop,builds,prefill,cancel,load,memory]`.
 *
 * FOLDER is a mirror in the hub's layout that has SmolLM2-135M-Instruct. Exits with 1 where a bar is missed.
 *
 * @module
 */
import type { Browser, Page } from "puppeteer-core";
import { ORT_VERSION } from "@/lib/models/runtime_paths.ts";
import { launchBrowser } from "@/tests/browser/launch_browser.ts";
import { buildPage } from "./build_page.ts";
import { type Claim, claimsTable, holds } from "./claim.ts";
import { memoryClaim, rendererBytes } from "./engine_memory.ts";
import {
  type EngineOptions,
  measureBuilds,
  measureEngineCancel,
  measureEngineDecoding,
  measureEngineLoad,
  measureEngineLoop,
  measureEnginePrefill,
} from "./engine_rows.ts";
import { writeHalves } from "./half_repository.ts";
import { MODEL } from "./page/settings.ts";
import { servePage } from "./serve_page.ts";
import { fetchGguf } from "./weights.ts";

const ROOT = decodeURIComponent(new URL("../", import.meta.url).pathname);
const CACHE = `${ROOT}.cache/bench`;

const MEASUREMENTS = {
  decoding: measureEngineDecoding,
  loop: measureEngineLoop,
  builds: measureBuilds,
  prefill: measureEnginePrefill,
  cancel: measureEngineCancel,
  load: measureEngineLoad,
} as const;

interface Settings {
  readonly mirror: string;
  readonly rounds: number;
  readonly only: readonly string[];
}

async function run({ mirror, rounds, only }: Settings, log: (line: string) => void): Promise<Claim[]> {
  log("building the page");
  await buildPage(`${CACHE}/page`);
  if (only.includes("memory")) {
    await writeHalves(`${mirror}/${MODEL}/resolve/main`, `${CACHE}/halves/${MODEL}/resolve/main`);
  }
  await using server = servePage({
    "/": `${CACHE}/page/`,
    "/hub/": `${mirror}/`,
    "/halves/": `${CACHE}/halves/`,
    "/model.gguf": await fetchGguf(CACHE),
    "/wllama.wasm": `${ROOT}node_modules/@wllama/wllama/esm/wasm/wllama.wasm`,
    "/kernel/": `${ROOT}lib/transformer/kernel/made/`,
    [`/ort/${ORT_VERSION}/`]: `${ROOT}node_modules/onnxruntime-web/dist/`,
  });
  const claims: Claim[] = [];
  for (const [name, measure] of Object.entries(MEASUREMENTS)) {
    if (!only.includes(name)) continue;
    claims.push(
      ...await onPage(server.origin, log, (page) => measure({ page, rounds, log } as EngineOptions)),
    );
  }
  if (only.includes("memory")) claims.push(...await measureMemory(server.origin, log));
  return claims;
}

/** Each measurement has a browser of its own, so that what one leaves behind does not slow the next. */
async function onPage<T>(
  origin: string,
  log: (line: string) => void,
  use: (page: Page, browser: Browser) => Promise<T>,
): Promise<T> {
  const { browser, close } = await launchBrowser();
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => log(`page: ${error}`));
    await page.goto(origin);
    await page.waitForFunction("globalThis.bench !== undefined");
    return await use(page, browser);
  } finally {
    await close();
  }
}

async function measureMemory(origin: string, log: (line: string) => void): Promise<Claim[]> {
  const after = (script: string) =>
    onPage(origin, log, async (page, browser) => {
      await page.evaluate(script);
      return rendererBytes(browser);
    });
  const tokens = "Array.from({ length: 512 }, (_, i) => 300 + i * 53 % 30000)";
  const loaded = (how: string) => after(`bench.ours.${how}.then(() => bench.ours.pass(${tokens}, true))`);
  const idle = await after("0");
  const [own, halves, expanded] = [
    await loaded("loadOwn()"),
    await loaded("loadHalves()"),
    await loaded("load(true)"),
  ];
  return [
    memoryClaim("4 bits a weight", idle, own, expanded),
    memoryClaim("16 bits a weight, safetensors of 269 MB", idle, halves, expanded),
  ];
}

if (import.meta.main) {
  // deno-lint-ignore no-console
  const log = (line: string) => console.error(line);
  const option = (name: string) =>
    Deno.args.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3);
  const claims = await run({
    mirror: Deno.args.find((each) => !each.startsWith("--")) ?? Deno.env.get("MODEL_MIRROR") ?? "",
    rounds: Number(option("rounds") ?? 5),
    only: option("only")?.split(",") ?? [...Object.keys(MEASUREMENTS), "memory"],
  }, log);
  // deno-lint-ignore no-console
  console.log(claimsTable(claims));
  Deno.exit(claims.every(holds) ? 0 : 1);
}
