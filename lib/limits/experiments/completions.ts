import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import { generate } from "@/lib/lm/generation/generate.ts";
import { DEFAULT_SAMPLER } from "@/lib/lm/sampler/settings.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import type { LimitAnswer } from "../limit_answer.ts";
import type { LimitExperiment, LimitPorts, LimitQuery } from "../limit_experiment.ts";
import { contextOfText } from "../next_token.ts";

const COMPLETIONS = 20;
const TOKENS = 8;

/** Twenty completions of one text, the distinct ones counted. */
export const completions: LimitExperiment = {
  name: "completions",
  title: "Twenty completions",
  claim: "At temperature 0 all twenty are the same; how many are distinct as it rises?",
  work: "default",
  anyModel: true,
  fields: [
    { name: "text", label: "Text to go on with", kind: "line", value: "The package left the" },
    {
      name: "temperature",
      label: "Temperature",
      kind: "choice",
      value: "0",
      options: ["0", "0.7", "1.4"].map((value) => ({ value, label: value })),
    },
  ],
  next: [["/learn/mistakes", "Six mistakes"], ["/softmax", "What temperature does"]],
  run,
};

async function run(query: LimitQuery, { model, signal, onProgress }: LimitPorts): Promise<LimitAnswer> {
  const temperature = Number(query["temperature"]);
  const prompt = await contextOfText(model, query["text"]!);
  const counts = new Map<string, number>();
  for (let seed = 0; seed < COMPLETIONS; seed++) {
    const ids: number[] = [];
    const sampler = { ...DEFAULT_SAMPLER, temperature: temperature || 1 };
    const how = { prompt, sampler, pick: temperature === 0 ? "greedy" as const : "sample" as const, top: 1 };
    for await (const { id } of generate(model, { ...how, seed, maxTokens: TOKENS, signal })) ids.push(id);
    const text = joinTokens(model.vocabulary, ids.filter((id) => !model.endTokens.includes(id)));
    counts.set(text, (counts.get(text) ?? 0) + 1);
    onProgress?.((seed + 1) / COMPLETIONS);
  }
  signal?.throwIfAborted();
  const rows = [...counts].sort(([, a], [, b]) => b - a);
  return {
    sentence: `${COMPLETIONS} completions at temperature ${temperature}: ${counts.size} distinct.`,
    note: temperature === 0
      ? "The seed changes, and nothing else does: greedy takes the likeliest token each time."
      : "Each token is drawn; the seeds are 0 to 19, so that these twenty come again.",
    source: modelSource(model),
    parts: [{
      kind: "bars",
      title: "The distinct ones",
      labelHead: "Completion",
      valueHead: "Share",
      bars: rows.map(([text, count]) => ({
        label: text,
        note: `${count} of ${COMPLETIONS}`,
        value: count / COMPLETIONS,
      })),
    }],
    figures: { distinct: counts.size, most: rows[0]![1] },
  };
}
