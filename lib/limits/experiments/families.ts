import type { LimitAnswer } from "../limit_answer.ts";
import type { LimitExperiment, LimitPorts, LimitQuery } from "../limit_experiment.ts";
import { askNext } from "../next_token.ts";
import { modelSource } from "@/lib/lm/model_source.ts";

/** Models of different families that share one objective. */
export const families: LimitExperiment = {
  name: "families",
  title: "One objective, several families",
  claim: "Counts, a recurrent network and a Transformer all answer the same question: what comes next?",
  work: "server",
  anyModel: true,
  act: "Ask parcel-gru and the counts too (3 MB)",
  fields: [{ name: "text", label: "Text", kind: "line", value: "The package left the" }],
  next: [
    ["/objectives", "Another objective: a hidden word from both sides"],
    ["/ladder", "The families on one scale"],
    ["/learn/mistakes", "Six mistakes"],
  ],
  run,
};

async function run(query: LimitQuery, { model, others, signal }: LimitPorts): Promise<LimitAnswer> {
  const models = [model, ...await others?.() ?? []];
  const parts: LimitAnswer["parts"][number][] = [];
  const firsts: string[] = [];
  for (const each of models) {
    const { top } = await askNext(each, query["text"]!, 4, signal);
    firsts.push(top[0]!.text.trim());
    parts.push({
      kind: "bars",
      title: each.id.name,
      labelHead: "Token",
      valueHead: "Probability",
      bars: top.map(({ text, probability }) => ({ label: text, value: probability })),
    });
  }
  const same = firsts.filter((first) => first === firsts[0]).length;
  return {
    sentence: models.length === 1
      ? `parcel-gpt, a Transformer, puts “${
        firsts[0]
      }” first. Which family it is does not say what it was asked to do.`
      : `${same} of ${models.length} families put “${
        firsts[0]
      }” first: another architecture, the same objective.`,
    note:
      "“Autoregressive”, “Transformer” and “next-token model” are three different words: how it writes, what computes, what it is trained on.",
    source: modelSource(model),
    parts,
    figures: { same, models: models.length },
  };
}
