/**
 * The measurements on SmolLM2: alternating runs, so that whatever else the machine does slows all contestants.
 *
 * @module
 */
import type { Page } from "puppeteer-core";
import { type Claim, medianRatio } from "./claim.ts";
import { median } from "./median.ts";
import type { BenchPage } from "./page/main.ts";

/** What a measurement runs on. */
export interface SpeedOptions {
  readonly page: Page;
  readonly rounds: number;
  readonly log: (line: string) => void;
  /** Awaited before each round. */
  readonly ready: () => Promise<void>;
}

type Contestant = Exclude<keyof BenchPage, "own" | "bareAlone">;

const PROMPT_TOKENS = 128;
const CONTEXT_TOKENS = 256;
const DECODED = 128;
/** `generate()` takes a quarter of a second for each token: fewer tell its rate as well. */
const GENERATED = 32;

/** Any text will do, as long as it is long: these are its words. */
const WORDS =
  "The package left the warehouse on Monday and the carrier said it would arrive by noon on the next day, but the parcel was scanned twice in the regional hub and then sent back to the store where the order had been packed."
    .split(" ");

/** Calls a method of the page's bench object. */
function call<T>(page: Page, contestant: Contestant, method: string, ...args: unknown[]): Promise<T> {
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

/** Tokens of a text that begins otherwise in every round, so that no cache knows it. */
async function tokensOf(page: Page, count: number, round: number): Promise<number[]> {
  const words = WORDS.map((_, index) => WORDS[(index * (round + 1) + 7 * round) % WORDS.length]!);
  const text = Array.from({ length: 12 }, () => words.join(" ")).join(" ");
  return (await call<number[]>(page, "ours", "encode", `${round} ${text}`)).slice(0, count);
}

function textOf(page: Page, tokens: readonly number[]): Promise<string> {
  return call(page, "ours", "decode", tokens);
}

/** What expanding adds to the time until the session is made. */
export async function measureLoad({ page, rounds, log, ready }: SpeedOptions): Promise<Claim[]> {
  const times = { expanded: [] as number[], asStored: [] as number[] };
  await call(page, "ours", "load", true);
  for (let round = 0; round < rounds; round++) {
    await ready();
    const asStored = await call<{ session: number }>(page, "ours", "load", false);
    await ready();
    const expanded = await call<{ session: number }>(page, "ours", "load", true);
    times.asStored.push(asStored.session / 1000);
    times.expanded.push(expanded.session / 1000);
    log(`load ${round + 1}: expanded ${seconds(expanded.session)}, as stored ${seconds(asStored.session)}`);
  }
  const added = median(times.expanded.map((time, round) => time - times.asStored[round]!));
  return [{
    what: "Load with the weights expanded, until the session is made",
    ours: `${median(times.expanded).toFixed(2)} s`,
    peer: `as stored: ${median(times.asStored).toFixed(2)} s`,
    value: added,
    unit: " s more",
    bar: 4,
    direction: "at most",
  }];
}

/** Decoding, tokens per second, beside every peer. */
export async function measureDecoding({ page, rounds, log, ready }: SpeedOptions): Promise<Claim[]> {
  const rates: Record<Contestant, number[]> = { ours: [], wllama: [], bare: [], generate: [] };
  for (let round = 0; round < rounds; round++) {
    const tokens = await tokensOf(page, 16, round);
    const text = await textOf(page, tokens);
    const run = async (contestant: Contestant, ...args: unknown[]) => {
      await ready();
      rates[contestant].push(await call(page, contestant, "run", ...args));
    };
    await run("bare", tokens, DECODED);
    await run("ours", tokens, DECODED, round);
    await run("wllama", text, DECODED, round);
    await run("generate", tokens, GENERATED);
    const line = Object.entries(rates).map(([name, all]) => `${name} ${all.at(-1)!.toFixed(1)}`);
    log(`decode ${round + 1}: ${line.join(", ")} tok/s`);
  }
  const claim = (peer: Contestant, name: string, bar: number): Claim => ({
    what: `Decoding ${DECODED} tokens`,
    ours: `${median(rates.ours).toFixed(1)} tok/s`,
    peer: `${name}: ${median(rates[peer]).toFixed(1)} tok/s`,
    value: medianRatio(rates.ours, rates[peer]),
    unit: " ×",
    bar,
    direction: "at least",
  });
  return [
    claim("generate", "transformers.js `generate()`, same file", 5),
    claim("wllama", "wllama (llama.cpp), GGUF of the same weights", 1.15),
    claim("bare", "onnxruntime-web alone, our rewritten graph", 0.95),
  ];
}

/** Prefill of 128 tokens beside wllama. */
export async function measurePrefill({ page, rounds, log, ready }: SpeedOptions): Promise<Claim[]> {
  const [ours, theirs]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    await ready();
    const tokens = await tokensOf(page, PROMPT_TOKENS, round + 10);
    const text = await textOf(page, tokens);
    const pass = await call<{ milliseconds: number; computed: number }>(page, "ours", "pass", tokens, false);
    const other = await call<{ milliseconds: number; tokens: number }>(page, "wllama", "prefill", text);
    ours.push(PROMPT_TOKENS * pass.milliseconds / pass.computed);
    theirs.push(PROMPT_TOKENS * other.milliseconds / other.tokens);
    log(
      `prefill ${round + 1}: ours ${seconds(ours.at(-1)!)}, wllama ${
        seconds(theirs.at(-1)!)
      } (${other.tokens} tokens)`,
    );
  }
  return [{
    what: `Prefill of ${PROMPT_TOKENS} tokens`,
    ours: seconds(median(ours)),
    peer: `wllama: ${seconds(median(theirs))}`,
    value: medianRatio(theirs, ours),
    unit: " × faster",
    bar: 4,
    direction: "at least",
  }];
}

/** What the cache saves: for one more token, and after an edit at the end. */
export async function measureCache({ page, rounds, log, ready }: SpeedOptions): Promise<Claim[]> {
  const times = {
    full: [] as number[],
    token: [] as number[],
    prefill: [] as number[],
    edit: [] as number[],
  };
  const pass = async (tokens: readonly number[], cache: boolean) =>
    (await call<{ milliseconds: number }>(page, "ours", "pass", tokens, cache)).milliseconds;
  for (let round = 0; round < rounds; round++) {
    await ready();
    const tokens = await tokensOf(page, CONTEXT_TOKENS, round + 20);
    times.prefill.push(await pass(tokens, false));
    await pass(tokens, true);
    times.edit.push(await pass([...tokens.slice(0, -1), tokens[0]!], true));
    const singles: number[] = [];
    for (const extra of [1, 2, 3, 4, 5]) {
      singles.push(await pass([...tokens.slice(0, -1), ...tokens.slice(0, extra + 1)], true));
    }
    times.token.push(median(singles));
    times.full.push(await pass([...tokens, tokens[0]!], false));
    const last = Object.entries(times).map(([name, all]) => `${name} ${all.at(-1)!.toFixed(0)} ms`);
    log(`cache ${round + 1}: ${last.join(", ")}`);
  }
  return [{
    what: `One more token behind ${CONTEXT_TOKENS} tokens`,
    ours: `with the cache: ${median(times.token).toFixed(0)} ms`,
    peer: `without: ${median(times.full).toFixed(0)} ms`,
    value: medianRatio(times.full, times.token),
    unit: " × faster",
    bar: 20,
    direction: "at least",
  }, {
    what: `Edit at the end of ${CONTEXT_TOKENS} tokens`,
    ours: `${median(times.edit).toFixed(0)} ms`,
    peer: `full prefill: ${median(times.prefill).toFixed(0)} ms`,
    value: medianRatio(times.edit, times.prefill),
    unit: " of it",
    bar: 0.2,
    direction: "at most",
  }];
}

/** Loads the peers, one after the other. */
export async function loadPeers({ page, log }: SpeedOptions): Promise<void> {
  for (const peer of ["wllama", "bare", "generate"] as const) {
    log(`loading ${peer}`);
    await call(page, peer, "load");
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
