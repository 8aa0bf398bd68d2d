/**
 * `POST /api/v1/predict` on the kernel beside the same server without it, which answers in plain TypeScript, in turns:
 *
 *     deno task build && deno run -A bench/predict_bench.ts [--seconds=4] [--rounds=5] [--connections=4]
 *
 * Each request is a sentence that was not asked before, so nothing comes from a memory. The kernel's files are put away
 * while the second server starts. Exits with 1 where the bar is missed.
 *
 * @module
 */
import { ROOT, type Site, startSite } from "@/tests/browser/start_site.ts";
import { type Claim, claimsTable, holds, medianRatio } from "./claim.ts";
import { median } from "./median.ts";
import { numberOption } from "./option.ts";

const MADE = new URL("lib/transformer/kernel/made", ROOT);
const AWAY = new URL(".cache/kernel_away", ROOT);
/** Enough for every model and thread to have started. */
const WARMING = 60;

const sentences = Deno.readTextFileSync(new URL("static/corpora/everyday.txt", ROOT))
  .split("\n").filter((line) => line.length > 40 && line.length < 120);
let next = 0;

async function predict({ origin }: Site): Promise<void> {
  const text = sentences[next++ % sentences.length]!;
  const response = await fetch(`${origin}/api/v1/predict`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text, top: 5 }),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`${response.status}: ${answer}`);
}

/** Answers a second. */
async function rateOf(site: Site, seconds: number, connections: number): Promise<number> {
  const began = performance.now();
  const end = began + 1000 * seconds;
  let answers = 0;
  await Promise.all(Array.from({ length: connections }, async () => {
    for (; performance.now() < end; answers++) await predict(site);
  }));
  return 1000 * answers / (performance.now() - began);
}

async function started(): Promise<Site> {
  const site = await startSite({ RATE_LIMIT: "0" });
  for (let i = 0; i < WARMING; i++) await predict(site);
  return site;
}

async function startedWithoutKernel(): Promise<Site> {
  await Deno.mkdir(new URL(".cache", ROOT), { recursive: true });
  await Deno.rename(MADE, AWAY);
  try {
    return await started();
  } finally {
    await Deno.rename(AWAY, MADE);
  }
}

async function measure(rounds: number, seconds: number, connections: number): Promise<Claim> {
  const [plain, kernel] = [await startedWithoutKernel(), await started()];
  const rates = { ours: [] as number[], plain: [] as number[] };
  try {
    for (let round = 0; round < rounds; round++) {
      rates.ours.push(await rateOf(kernel, seconds, connections));
      rates.plain.push(await rateOf(plain, seconds, connections));
    }
  } finally {
    await Promise.all([plain.stop(), kernel.stop()]);
  }
  return {
    what: `POST /api/v1/predict, a sentence each, ${connections} at a time`,
    ours: `${median(rates.ours).toFixed(0)} requests/s`,
    peer: `plain TypeScript: ${median(rates.plain).toFixed(0)} requests/s`,
    value: medianRatio(rates.ours, rates.plain),
    unit: " ×",
    bar: 2.5,
    direction: "at least",
  };
}

const claim = await measure(
  numberOption("rounds", 5),
  numberOption("seconds", 4),
  numberOption("connections", 4),
);
// deno-lint-ignore no-console
console.log(claimsTable([claim]));
Deno.exit(holds(claim) ? 0 : 1);
