import { generate } from "@/lib/lm/generation/generate.ts";
import type { GeneratedToken } from "@/lib/lm/generation/generation.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import type { LimitAnswer, LimitRun } from "../limit_answer.ts";
import type { LimitExperiment, LimitPorts, LimitQuery } from "../limit_experiment.ts";
import { contextOfText, percent } from "../next_token.ts";
import { repeatedShare } from "../repeated_share.ts";

const STRETCH = 25;

/** A long generation, with its surprisal and its repetition. */
export const drift: LimitExperiment = {
  name: "drift",
  title: "Drift and loops",
  claim: "Greedy text runs in circles; sampling leaves them and wanders off",
  work: "default",
  anyModel: true,
  fields: [
    { name: "text", label: "Text to go on with", kind: "line", value: "My grandmother always" },
    {
      name: "temperature",
      label: "Temperature",
      kind: "choice",
      value: "0",
      options: ["0", "0.7", "1", "1.4"].map((value) => ({
        value,
        label: value === "0" ? "0, greedy" : value,
      })),
    },
    { name: "bad", label: "One bad token, put in first", kind: "line", value: "" },
    { name: "seed", label: "Seed", kind: "handle", value: "4", range: [0, 99] },
    { name: "tokens", label: "Tokens", kind: "handle", value: "100", range: [25, 300] },
  ],
  next: [
    ["/learn/mistakes", "Six mistakes"],
    ["/?text=We+apologize+for+the+inconvenience.", "Step through it yourself"],
    ["/score", "The surprisal of a text of your own"],
  ],
  run,
};

async function run(query: LimitQuery, { model, signal, onProgress }: LimitPorts): Promise<LimitAnswer> {
  const [temperature, maxTokens] = [Number(query["temperature"]), Number(query["tokens"])];
  const prompt = await contextOfText(model, query["text"]! + query["bad"]!);
  const tokens: GeneratedToken[] = [];
  for await (
    const token of generate(model, {
      prompt,
      sampler: { ...DEFAULT_SAMPLER, temperature: temperature || 1 },
      pick: temperature === 0 ? "greedy" : "sample",
      seed: Number(query["seed"]),
      maxTokens,
      stopAtEnd: false,
      contextPolicy: "truncate_start",
      top: 1,
      signal,
    })
  ) {
    tokens.push(token);
    onProgress?.(tokens.length / maxTokens);
  }
  signal?.throwIfAborted();
  const ids = tokens.map(({ id }) => id);
  const surprisal = mean(tokens.map(({ logProbability }) => -logProbability));
  const repeated = repeatedShare(ids, 4);
  const stretches = stretchesOf(tokens);
  return {
    sentence:
      `${temperature === 0 ? "Greedy" : `At temperature ${temperature}`}, ${percent(repeated)} of its ` +
      `4-token stretches had been said before; mean surprisal ${surprisal.toFixed(2)} nats.`,
    note: temperature === 0
      ? "Always the likeliest token: once a sentence repeats, repeating it again is likelier still."
      : "Each token is drawn on its own: nothing plans ahead, and nothing takes a bad token back.",
    source: modelSource(model),
    parts: [
      {
        kind: "text",
        title: "What it wrote; darker: more surprising to the model itself",
        runs: runsOf(model, tokens),
      },
      {
        kind: "bars",
        title: `Repeated 4-token stretches, each ${STRETCH} tokens`,
        labelHead: "Tokens",
        valueHead: "Repeated",
        bars: stretches,
      },
    ],
    figures: { repeated, surprisal, tokens: tokens.length },
  };
}

function runsOf(model: LanguageModel, tokens: readonly GeneratedToken[]): LimitRun[] {
  return tokens.map(({ id, logProbability, rank }) => ({
    text: joinTokens(model.vocabulary, [id]),
    level: Math.min(4, Math.floor(-logProbability / 1.2)),
    title: `surprisal ${(-logProbability).toFixed(2)} nats, rank ${rank}`,
  }));
}

function stretchesOf(tokens: readonly GeneratedToken[]) {
  const ids = tokens.map(({ id }) => id);
  return Array.from({ length: Math.ceil(ids.length / STRETCH) }, (_, i) => {
    const [from, to] = [i * STRETCH, Math.min(ids.length, (i + 1) * STRETCH)];
    const part = tokens.slice(from, to).map(({ logProbability }) => -logProbability);
    return {
      label: `${from + 1} to ${to}`,
      note: `mean surprisal ${mean(part).toFixed(2)} nats`,
      value: repeatedShare(ids.slice(0, to), 4, from),
    };
  });
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
