import { useEffect, useMemo } from "preact/hooks";
import { parseTrainQuery } from "@/lib/labs/train/train_fields.ts";
import type { TrainStart } from "@/lib/labs/train/train_state.ts";
import { createTrainLab, type TrainLab } from "@/lib/labs/train/train_lab.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { AnswerPart, StalePart } from "./train/answer_part.tsx";
import { CodePart } from "./train/code_part.tsx";
import { CountsPart, RunsPart } from "./train/compare_part.tsx";
import { connect } from "./train/connect.ts";
import { DistributionPart } from "./train/distribution_part.tsx";
import { LossPart } from "./train/loss_part.tsx";
import { MapPart } from "./train/map_part.tsx";
import { NetworkPart } from "./train/network_part.tsx";
import { NoticesPart } from "./train/notices_part.tsx";
import { browserPorts } from "./train/ports.ts";
import type { TrainProps } from "./train/props.ts";
import { RunPart } from "./train/run_part.tsx";
import { SettingsPart } from "./train/settings_part.tsx";
import { ExportPart, WritePart } from "./train/write_part.tsx";

/** The server's run; the address alone where that is the run of another: offline nothing may be there to train with. */
function startOf(props: TrainProps): TrainStart {
  if (!props.kept) return props;
  const { query: settings, drafts = {}, notices } = parseTrainQuery(new URLSearchParams(location.search));
  return { settings, drafts, notices, run: null, look: null, problem: null };
}

/** The training lab. Its settings are a plain form where no script runs. */
export default function Train(props: TrainProps) {
  const { base } = props;
  const start = useMemo(() => startOf(props), []);
  const lab = useMemo(() => createTrainLab(start, browserPorts(base)), []);
  useEffect(() => connect(lab, start), []);
  return (
    <div class="train">
      <AnswerPart lab={lab} />
      <NoticesPart lab={lab} />
      <div class="lab-flow">
        <RunPart lab={lab} />
        <StalePart lab={lab} />
        <Figure lab={lab} />
        <SettingsPart lab={lab} base={base} />
        <CodePart lab={lab} />
        <ExportPart lab={lab} />
        <More lab={lab} />
      </div>
    </div>
  );
}

interface PartProps {
  readonly lab: TrainLab;
}

/** Loss, next token and map, side by side, as the network learns. */
function Figure({ lab }: PartProps) {
  return (
    <div class={lab.views.stale.value ? "train-figure figure stale" : "train-figure figure"}>
      <LossPart lab={lab} />
      <DistributionPart lab={lab} />
      <MapPart lab={lab} />
    </div>
  );
}

/** What else can be done with the network, in one place. */
function More({ lab }: PartProps) {
  if (lab.views.facts.value === null) return null;
  return (
    <Fold summary="More: step one example through it, compare with counts, compare runs, let it write">
      <NetworkPart lab={lab} />
      <CountsPart lab={lab} />
      <RunsPart lab={lab} />
      <WritePart lab={lab} />
    </Fold>
  );
}
