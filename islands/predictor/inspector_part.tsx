import { experimentAddress } from "@/lib/experiment/address.ts";
import type { Inspection } from "@/lib/labs/predictor/inspection.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { isNeutral } from "@/lib/lm/sampler/shape.ts";
import { TokenInspector } from "@/lib/ui/predictor/token_inspector.tsx";

interface InspectorProps {
  readonly lab: PredictorLab;
  /** Path of the page. */
  readonly base: string;
  readonly opened: Inspection;
}

/** The token that is looked at. */
export default function Inspector({ lab, base, opened }: InspectorProps) {
  const { state, views, tokens } = lab;
  const query = state.query.value;
  const { index, row, top, whole } = opened;
  const rest = 1 - top.reduce((sum, each) => sum + each.probability, 0);
  const size = views.distribution.value?.vocabularySize ?? top.length;
  const shapedRest = 1 - top.reduce((sum, each) => sum + each.shapedProbability, 0);
  const other = whole?.other ?? {
    count: size - top.length,
    probability: Math.max(0, rest),
    shapedProbability: Math.max(0, shapedRest),
  };
  return (
    <TokenInspector
      index={index ?? opened.position}
      part={index === null ? "text" : "generation"}
      token={{ ...row.token, ...row, given: false }}
      entropy={opened.entropyNats}
      rows={top}
      other={other}
      shaped={!isNeutral(query)}
      source={views.sourceName.value}
      {...(index !== null && {
        forkHref: (id: number) =>
          experimentAddress(base, { ...query, path: [...query.path.slice(0, index), id] }).address,
        onFork: (id: number) => tokens.fork(index, id),
      })}
      onClose={() => tokens.inspect(null)}
      {...(whole === null && { onAll: tokens.inspectAll })}
    />
  );
}
