import { queryAddress } from "@/lib/experiment/query_address.ts";
import { type CutName, CUTS, type SoftmaxQuery } from "@/lib/experiment/fields/softmax_fields.ts";
import { type StageSummary, stageViews } from "@/lib/labs/softmax/stage_views.ts";
import { type StageName, STAGES } from "@/lib/lm/sampler/stages.ts";
import { Handle } from "@/lib/ui/form/handle.tsx";
import { formatPlural, formatProbability, sentenceCase } from "@/lib/ui/format.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { ShowMe } from "@/lib/ui/page/show_me.tsx";
import { LabNumber } from "@/islands/query/lab_fields.tsx";
import { beginMove, type SoftmaxLab, type SoftmaxPartProps } from "@/islands/softmax/softmax_lab.ts";

/** Where the slider of a count ends. */
const MAX_COUNT = 20;

/** What cuts, and what draws. */
export function CutPart(props: SoftmaxPartProps) {
  const { lab, view } = props;
  const query = lab.query.value;
  const stages = stageViews(view.sample.stages).filter(({ name }) => isCut(name));
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

const OFF: Partial<SoftmaxQuery> = Object.fromEntries(CUTS.map((name) => [name, STAGES[name].off]));

function isCut(name: StageName): name is CutName {
  return CUTS.some((each) => each === name);
}

/** The page's address with some fields changed. */
export function withQuery(lab: SoftmaxLab, patch: Partial<SoftmaxQuery>): string {
  return queryAddress(lab.base, lab.fields, { ...lab.query.value, ...patch }) ?? lab.base;
}

function summaryOf(query: SoftmaxQuery, stages: readonly StageSummary[]): string {
  const on = CUTS.filter((name) => query[name] !== STAGES[name].off)
    .map((name) => `${STAGES[name].label} ${query[name]}`);
  if (on.length === 0) return `${CUTS.map((name) => STAGES[name].label).join(", ")}: off`;
  return `${on.join(", ")}: keeps ${formatPlural(stages.at(-1)?.kept ?? 0, "token")}`;
}

function Cut({ stage, part }: { readonly stage: StageSummary; readonly part: SoftmaxPartProps }) {
  const { lab, view, held } = part;
  const name = stage.name as CutName;
  const { label, slider: { max, step } } = STAGES[name];
  const title = sentenceCase(label);
  const { stages } = lab.query.value;
  const place = stages.indexOf(name);
  return (
    <li class="stage" data-stage={name}>
      <span class="needs-js">
        <Handle
          label={`${title}, slider`}
          value={lab.query.value[name]}
          min={0}
          max={name === "top_k" ? Math.min(MAX_COUNT, view.labels.length) : max}
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
