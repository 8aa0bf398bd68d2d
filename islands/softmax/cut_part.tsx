import { queryAddress } from "@/lib/experiment/query_address.ts";
import type { SoftmaxQuery } from "@/lib/experiment/fields/softmax_fields.ts";
import { type StageSummary, stageViews } from "@/lib/labs/softmax/stage_views.ts";
import type { StageName } from "@/lib/lm/sampler/settings.ts";
import { Handle } from "@/lib/ui/form/handle.tsx";
import { formatPlural, formatProbability } from "@/lib/ui/format.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { ShowMe } from "@/lib/ui/page/show_me.tsx";
import { LabNumber } from "@/islands/query/lab_fields.tsx";
import { beginMove, type SoftmaxLab, type SoftmaxPartProps } from "@/islands/softmax/softmax_lab.ts";

type CutName = "top_k" | "top_p" | "min_p" | "typical_p";

const CUTS: Readonly<
  Record<CutName, { readonly title: string; readonly max: number; readonly step: number }>
> = {
  top_k: { title: "Top-k", max: 20, step: 1 },
  top_p: { title: "Top-p", max: 1, step: 0.01 },
  min_p: { title: "Min-p", max: 1, step: 0.01 },
  typical_p: { title: "Typical-p", max: 1, step: 0.01 },
};

/** What cuts, and what draws. */
export function CutPart(props: SoftmaxPartProps) {
  const { lab, view } = props;
  const query = lab.query.value;
  const stages = stageViews(view.sample.stages).filter(({ name }) => name in CUTS);
  return (
    <section class="area-sampler" aria-label="Cut and draw">
      <h2>Cut and draw</h2>
      <p class="small quiet">
        Top-k keeps the k likeliest, top-p the fewest whose mass reaches p, min-p those at least that fraction
        as likely as the first. What is left is divided by its sum again.
      </p>
      <p class="pills small">
        <ShowMe pill href={withQuery(lab, { ...OFF, top_k: 2 })}>top-k 2</ShowMe>
        <ShowMe pill href={withQuery(lab, { ...OFF, top_p: 0.9 })}>top-p 0.9</ShowMe>
        <ShowMe pill href={withQuery(lab, { ...OFF, min_p: 0.05 })}>min-p 0.05</ShowMe>
        <ShowMe pill href={withQuery(lab, OFF)}>no cut</ShowMe>
      </p>
      <Fold summary={summaryOf(query, stages)}>
        <ol class="cuts">
          {stages.map((stage) => <Cut key={stage.name} stage={stage} part={props} />)}
        </ol>
      </Fold>
      <input type="hidden" name="stages" value={query.stages.join(",")} />
    </section>
  );
}

const OFF = { top_k: 0, top_p: 1, min_p: 0, typical_p: 1 };

/** The page's address with some fields changed. */
export function withQuery(lab: SoftmaxLab, patch: Partial<SoftmaxQuery>): string {
  return queryAddress(lab.base, lab.fields, { ...lab.query.value, ...patch }) ?? lab.base;
}

function summaryOf(
  { top_k, top_p, min_p, typical_p }: SoftmaxQuery,
  stages: readonly StageSummary[],
): string {
  const values = [
    top_k > 0 && `top-k ${top_k}`,
    top_p < 1 && `top-p ${top_p}`,
    min_p > 0 && `min-p ${min_p}`,
    typical_p < 1 && `typical-p ${typical_p}`,
  ];
  const on = values.filter(Boolean).join(", ");
  if (on === "") return "top-k, top-p, min-p, typical-p: off";
  return `${on}: keeps ${formatPlural(stages.at(-1)?.kept ?? 0, "token")}`;
}

function Cut({ stage, part }: { readonly stage: StageSummary; readonly part: SoftmaxPartProps }) {
  const { lab, view, held } = part;
  const name = stage.name as CutName;
  const { title, max, step } = CUTS[name];
  const { stages } = lab.query.value;
  const place = stages.indexOf(name);
  return (
    <li class="stage" data-stage={name}>
      <span class="needs-js">
        <Handle
          label={`${title}, slider`}
          value={lab.query.value[name]}
          min={0}
          max={name === "top_k" ? Math.min(max, view.labels.length) : max}
          step={step}
          onInput={(value) => {
            beginMove(part);
            lab.set({ [name]: value });
          }}
          onChange={() => held.value = false}
        />
      </span>
      <LabNumber lab={lab} name={name} label={title} hint={leaves(stage, view.labels.length)} />
      <button
        type="submit"
        class="plain"
        name="stages"
        value={moved(stages, name).join(",")}
        disabled={place <= 0}
        aria-label={`Let ${title} cut earlier`}
        onClick={(event) => {
          event.preventDefault();
          lab.set({ stages: moved(stages, name) });
        }}
      >
        ↑
      </button>
    </li>
  );
}

/** The order with one stage moved a place to the front. */
function moved(stages: readonly StageName[], name: StageName): StageName[] {
  const place = stages.indexOf(name);
  return place <= 0 ? [...stages] : stages.toSpliced(place, 1).toSpliced(place - 1, 0, name);
}

function leaves(stage: StageSummary, size: number): string {
  const kept = stage.kept === size ? `all ${formatPlural(size, "token")}` : formatPlural(stage.kept, "token");
  return `${stage.active ? "" : "off · "}${kept}${
    stage.mass === 1 ? "" : `, ${formatProbability(stage.mass)} of the mass`
  }`;
}
