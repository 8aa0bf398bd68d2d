/**
 * Looks for contexts in which parcel-gpt's two likeliest tokens are so close that its backends choose differently.
 *
 *     deno run -A models/check/near_ties.ts POSITIONS SENTENCES
 *
 * POSITIONS places of the everyday text are read, 500 tokens at a time; then SENTENCES are made to end in two words
 * that are nearly as likely as each other. Prints the closest pair of each, and each context whose choice differs.
 *
 * @module
 */
import { backendVariants } from "@/lib/limits/backend_variants.ts";
import { topTokens } from "@/lib/lm/distribution/top_tokens.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { ROOT } from "@/lib/server/root.ts";
import { compiledKernel } from "@/lib/server/models/kernel.ts";
import { shippedFiles, shippedModel } from "@/lib/server/models/shipped_models.ts";

/** From here on, every backend is asked: their logits differ by less. */
const CLOSE = 1e-4;
const WINDOW = 500;
const END = "You could choose a present that is not only a";
const PEOPLE =
  "Anna Ben Clara David Emma Frank Grace Henry Ida Jack Kate Leo Mia Noah Olga Paul Rosa Sam Tina Will";
const VERBS = "likes bought found wanted sold lost painted cleaned kept sent";
const THINGS =
  "lamp book kettle coat chair clock cup map ring box toy hat bag plant bell pen rug key pan card";
const DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday";

interface Search {
  readonly contexts: number;
  readonly closest: number;
  readonly flips: readonly string[];
}

function* sentences(): Generator<string> {
  const [people, verbs, things, days] = [PEOPLE, VERBS, THINGS, DAYS].map((words) => words.split(" "));
  for (const day of days!) {
    for (const thing of things!) {
      for (const verb of verbs!) {
        for (const person of people!) yield `${person} ${verb} a ${thing} on ${day}. ${END}`;
      }
    }
  }
}

async function searchSentences(models: readonly LanguageModel[], count: number): Promise<Search> {
  const [model] = models;
  const begin = model!.beginToken === null ? [] : [model!.beginToken];
  const flips: string[] = [];
  let [contexts, closest] = [0, Infinity];
  for (const text of sentences()) {
    if (contexts++ >= count) break;
    const tokens = [...begin, ...await model!.encode(text)];
    const gap = gapOf((await model!.logits(tokens))[0]!);
    closest = Math.min(closest, gap);
    if (gap < CLOSE && await flipsIn(models, tokens)) flips.push(text);
  }
  return { contexts: Math.min(contexts, count), closest, flips };
}

async function searchText(models: readonly LanguageModel[], positions: number): Promise<Search> {
  const [model] = models;
  const file = await Deno.open(`${ROOT}/static/corpora/everyday_read.txt.gz`);
  const text = await new Response(file.readable.pipeThrough(new DecompressionStream("gzip"))).text();
  const ids = await model!.encode(text.slice(0, positions * 6));
  const flips: string[] = [];
  let [contexts, closest] = [0, Infinity];
  for (let start = 0; contexts < positions && start + WINDOW <= ids.length; start += WINDOW) {
    const tokens = ids.slice(start, start + WINDOW);
    const rows = await model!.logits(tokens, { rows: WINDOW, cache: false });
    for (const [index, row] of rows.entries()) {
      contexts++;
      const gap = gapOf(row);
      closest = Math.min(closest, gap);
      const context = tokens.slice(0, index + 1);
      if (gap < CLOSE && await flipsIn(models, context)) flips.push(`tokens ${start} to ${start + index}`);
    }
  }
  return { contexts, closest, flips };
}

function gapOf(logits: Float32Array): number {
  const [first, second] = topTokens(logits, 2);
  return logits[first!]! - logits[second!]!;
}

async function flipsIn(models: readonly LanguageModel[], tokens: readonly number[]): Promise<boolean> {
  const firsts = new Set<number>();
  for (const model of models) {
    firsts.add(topTokens((await model.logits(tokens, { cache: false }))[0]!, 1)[0]!);
  }
  return firsts.size > 1;
}

if (import.meta.main) {
  const kernels = (["plain", "relaxed"] as const).map(compiledKernel);
  const files = { ...shippedModel("parcel-gpt"), ...shippedFiles("parcel-gpt") };
  const models = [...backendVariants(files, kernels).values()];
  const [positions = 0, count = 0] = Deno.args.map(Number);
  const found = { text: await searchText(models, positions), made: await searchSentences(models, count) };
  await Deno.stdout.write(new TextEncoder().encode(JSON.stringify(found, null, 2) + "\n"));
}
