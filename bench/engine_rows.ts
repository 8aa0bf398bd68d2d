/**
 * The measurements of this project's own engine on SmolLM2, each beside what it is held to; runs alternate, so that
 * whatever else the machine does slows all.
 *
 * @module
 */
import type { Page } from "puppeteer-core";
import { type Claim, medianRatio } from "./claim.ts";
import { median } from "./median.ts";

/** What a measurement runs on. */
export interface EngineOptions {
  readonly page: Page;
  readonly rounds: number;
  readonly log: (line: string) => void;
}

const DECODED = 128;
/** Our loop and the bare engine run so many tokens in turn, and so often in a round in both orders. */
const TURN = 48;
const TURNS = 2;
/** `generate()` takes a quarter of a second for each token: fewer tell its rate as well. */
const GENERATED = 16;
/** Milliseconds of prefill before a cancel. */
const CANCELED_AFTER = [20, 200, 700, 2000, 6000, 12_000];
const PROMPT = Array.from({ length: 16 }, (_, index) => 400 + index * 97);
/** Bytes that a token reads: 106 million weights in blocks of 32 with two float32 each, and the 8-bit table. */
const BYTES_PER_TOKEN = 106_168_320 * (0.5 + 0.25) + 28_311_552 * 1.25;

function call<T>(page: Page, contestant: string, method: string, ...args: unknown[]): Promise<T> {
  return page.evaluate(
    (contestant, method, args) => {
      type Methods = Record<string, Record<string, (...args: unknown[]) => unknown>>;
      return (globalThis as unknown as { bench: Methods }).bench[contestant]![method]!(...args as unknown[]);
    },
    contestant,
    method,
    args,
  ) as Promise<T>;
}

/** Decoding beside every peer. */
export async function measureEngineDecoding({ page, rounds, log }: EngineOptions): Promise<Claim[]> {
  await call(page, "ours", "loadOwn");
  for (const peer of ["bare", "wllama", "generate"]) await call(page, peer, "load");
  const rates = { ours: [], bare: [], wllama: [], generate: [] } as Record<string, number[]>;
  for (let round = 0; round < rounds; round++) {
    const prompt = PROMPT.map((id) => id + round);
    const text = await call<string>(page, "ours", "decode", prompt);
    rates["bare"]!.push(await call(page, "bare", "run", prompt, DECODED));
    rates["ours"]!.push(await call(page, "ours", "run", prompt, DECODED, round));
    rates["wllama"]!.push(await call(page, "wllama", "run", text, DECODED, round));
    rates["generate"]!.push(await call(page, "generate", "run", prompt, GENERATED));
    log(`decode ${round + 1}: ${lastOf(rates)} tok/s`);
  }
  return [
    rate("Decoding 128 tokens, sampler and all", rates, "ours", "bare", "onnxruntime-web alone", 1.8),
    rate("Decoding 128 tokens, sampler and all", rates, "ours", "wllama", "wllama, Q4_1", 3.3),
    rate("Decoding 128 tokens, sampler and all", rates, "ours", "generate", "`generate()`", 9),
  ];
}

/** Our loop and the bare engine in turn: ours, bare, bare, ours, so that a machine that slows down or speeds up favors none. */
export async function measureEngineLoop({ page, rounds, log }: EngineOptions): Promise<Claim[]> {
  await call(page, "own", "load", "relaxed", 2);
  await call(page, "ours", "loadOwn");
  const rates = { ours: [], own: [] } as Record<string, number[]>;
  let copied = 0;
  for (let turn = 0; turn < rounds * TURNS; turn++) {
    const prompt = PROMPT.map((id) => id + turn);
    const run = (name: string) => call<number>(page, name, "run", prompt, TURN, turn);
    const [first, own, ownAgain, last] = [
      await run("ours"),
      await run("own"),
      await run("own"),
      await run("ours"),
    ];
    rates["ours"]!.push((first + last) / 2);
    rates["own"]!.push((own + ownAgain) / 2);
    copied = Math.max(copied, await call<number>(page, "own", "copy"));
    log(`loop ${turn + 1}: ${lastOf(rates)} tok/s; copying reads ${copied.toFixed(1)} GB/s`);
  }
  const read = median(rates["own"]!) * BYTES_PER_TOKEN / 1e9;
  const copying = `${read.toFixed(1)} GB/s of weights; copying reads ${copied.toFixed(1)} GB/s`;
  return [rate(`Our loop (${copying})`, rates, "ours", "own", "the bare engine", 0.92)];
}

/** One thread, and the build without fused multiply-add. */
export async function measureBuilds({ page, rounds, log }: EngineOptions): Promise<Claim[]> {
  await call(page, "bareAlone", "load", 1);
  const rates = { one: [], bareAlone: [], relaxed: [], plain: [] } as Record<string, number[]>;
  const run = async (name: string, build: string, threads: number) => {
    await call(page, "own", "load", build, threads);
    await call(page, "own", "run", PROMPT, 8);
    rates[name]!.push(await call(page, "own", "run", PROMPT, DECODED));
  };
  for (let round = 0; round < rounds; round++) {
    await run("one", "relaxed", 1);
    rates["bareAlone"]!.push(await call(page, "bareAlone", "run", PROMPT, DECODED / 4));
    await run("relaxed", "relaxed", 2);
    await run("plain", "plain", 2);
    log(`builds ${round + 1}: ${lastOf(rates)} tok/s`);
  }
  return [
    rate("One thread, as in an embed", rates, "one", "bareAlone", "onnxruntime-web on one thread", 2.5),
    rate("Without relaxed SIMD", rates, "plain", "relaxed", "with it", 0.7),
  ];
}

/** Reading 128 tokens. */
export async function measureEnginePrefill({ page, rounds, log }: EngineOptions): Promise<Claim[]> {
  const prompt = Array.from({ length: 128 }, (_, index) => 300 + index * 53);
  await call(page, "own", "load", "relaxed", 2);
  await call(page, "bare", "load");
  const times = { own: [], bare: [] } as Record<string, number[]>;
  for (let round = 0; round <= rounds; round++) {
    for (const name of ["own", "bare"]) {
      const time = await call<number>(page, name, "prefill", prompt);
      // The first warms up.
      if (round > 0) times[name]!.push(time);
    }
    log(`prefill ${round}: ${lastOf(times)} ms`);
  }
  return [{
    what: "Prefill of 128 tokens",
    ours: `${median(times["own"]!).toFixed(0)} ms`,
    peer: `onnxruntime-web: ${median(times["bare"]!).toFixed(0)} ms`,
    value: medianRatio(times["bare"]!, times["own"]!),
    unit: " × as fast",
    bar: 0.8,
    direction: "at least",
  }];
}

/** Canceling the prefill of a long text, at different moments of it. */
export async function measureEngineCancel({ page, rounds, log }: EngineOptions): Promise<Claim[]> {
  const prompt = Array.from({ length: 6000 }, (_, index) => 300 + index * 53 % 30_000);
  await call(page, "ours", "loadOwn");
  const waits: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const after of CANCELED_AFTER) {
      waits.push(await call<number>(page, "ours", "cancel", prompt, after + 7 * round));
    }
    log(`cancel ${round + 1}: ${waits.slice(-CANCELED_AFTER.length).map((each) => each.toFixed(0))} ms`);
  }
  return [{
    what: "Cancel of a long prefill, until the model answers again",
    ours: `${median(waits).toFixed(0)} ms`,
    peer: `${waits.length} cancels in ${prompt.length.toLocaleString("en-US")} tokens`,
    value: Math.max(...waits),
    unit: " ms at worst",
    bar: 100,
    direction: "at most",
  }];
}

/** From cached files to the first answer. */
export async function measureEngineLoad({ page, rounds, log }: EngineOptions): Promise<Claim[]> {
  const times = { own: [], expanded: [] } as Record<string, number[]>;
  await call(page, "ours", "loadOwn");
  for (let round = 0; round < rounds; round++) {
    times["own"]!.push((await call<{ ready: number }>(page, "ours", "loadOwn")).ready);
    times["expanded"]!.push((await call<{ ready: number }>(page, "ours", "load", true)).ready);
    log(`load ${round + 1}: ${lastOf(times)} ms`);
  }
  return [{
    what: "From cached files to the first answer",
    ours: `${(median(times["own"]!) / 1000).toFixed(2)} s`,
    peer: `onnxruntime-web, expanded: ${(median(times["expanded"]!) / 1000).toFixed(2)} s`,
    value: medianRatio(times["own"]!, times["expanded"]!),
    unit: " of it",
    bar: 0.5,
    direction: "at most",
  }];
}

function rate(
  what: string,
  rates: Record<string, number[]>,
  ours: string,
  peer: string,
  name: string,
  bar: number,
): Claim {
  return {
    what,
    ours: `${median(rates[ours]!).toFixed(1)} tok/s`,
    peer: `${name}: ${median(rates[peer]!).toFixed(1)} tok/s`,
    value: medianRatio(rates[ours]!, rates[peer]!),
    unit: " ×",
    bar,
    direction: "at least",
  };
}

function lastOf(all: Record<string, number[]>): string {
  return Object.entries(all).map(([name, values]) => `${name} ${values.at(-1)?.toFixed(1) ?? "…"}`).join(
    ", ",
  );
}
