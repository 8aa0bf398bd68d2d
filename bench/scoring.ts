/**
 * Measures what teacher forcing saves: parcel-gpt over a text of the corpus, all positions in one pass, against one pass
 * a token without the cache of keys and values, and with it:
 *
 *     deno run -A bench/scoring.ts [--tokens=128] [--rounds=5]
 *
 * Exits with 1 where the one pass is not at least 5 times faster than single steps without a cache.
 *
 * @module
 */
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { median } from "./median.ts";
import { option } from "./option.ts";

/** The least that one pass has to save. */
const BAR = 5;

const count = Number(option("tokens") ?? 128);
const rounds = Number(option("rounds") ?? 5);
const model = serverModel("parcel-gpt");
const text = Deno.readTextFileSync("static/corpora/everyday.txt").slice(0, 20 * count);
const tokens = [model.beginToken!, ...await model.encode(text)].slice(0, count + 1);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function steps(cache: boolean): Promise<void> {
  for (let length = 1; length < tokens.length; length++) {
    await model.logits(tokens.slice(0, length), { cache });
  }
}

const ways = {
  "one pass": () => model.logits(tokens.slice(0, -1), { rows: count, cache: false }),
  "one a token, with the cache": () => steps(true),
  "one a token, without": () => steps(false),
};
await ways["one pass"]();
const times = Object.fromEntries(Object.keys(ways).map((name) => [name, [] as number[]]));
for (let round = 0; round < rounds; round++) {
  for (const [name, work] of Object.entries(ways)) times[name]!.push(await timed(work));
}
const figures = Object.fromEntries(Object.entries(times).map(([name, all]) => [name, median(all)]));
const ratio = figures["one a token, without"]! / figures["one pass"]!;
const lines = Object.entries(figures).map(([name, ms]) => `${name}: ${ms.toFixed(1)} ms`);
const verdict = `${ratio.toFixed(1)} times as fast as single steps without a cache (bar: ${BAR})`;
await Deno.stdout.write(
  new TextEncoder().encode([`${count} tokens, ${model.backend}`, ...lines, verdict, ""].join("\n")),
);
if (ratio < BAR) Deno.exit(1);
