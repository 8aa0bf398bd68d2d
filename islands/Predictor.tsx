import { useEffect, useMemo } from "preact/hooks";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { createPredictorLab, type PredictorStart } from "@/lib/labs/predictor/predictor_lab.ts";
import { LabLayout } from "@/lib/ui/page/lab_layout.tsx";
import { connect } from "./predictor/connect.ts";
import { CostPart } from "./predictor/cost_part.tsx";
import { DistributionPart } from "./predictor/distribution_part.tsx";
import { GeneratedPart } from "./predictor/generated_part.tsx";
import { InsidesPanel } from "./predictor/insides_panel.tsx";
import { ModelPart } from "./predictor/model_part.tsx";
import { NoticesPart } from "./predictor/notices_part.tsx";
import { browserPorts } from "./predictor/ports.ts";
import type { PredictorProps } from "./predictor/props.ts";
import { RunPart } from "./predictor/run_part.tsx";
import { SamplerPart } from "./predictor/sampler_part.tsx";
import { TextPart } from "./predictor/text_part.tsx";

/** The server's answer; the address alone where that is an answer to another. */
function startOf(props: PredictorProps): PredictorStart {
  return props.kept
    ? { ...parsePredictorQuery(new URLSearchParams(location.search)), snapshot: null }
    : props;
}

/** The predictor. Its form is the whole instrument where no script runs. */
export default function Predictor(props: PredictorProps) {
  const { base } = props;
  const { lab, provider } = useMemo(() => {
    const ports = browserPorts(props);
    return { lab: createPredictorLab(startOf(props), ports), provider: ports.provider };
  }, []);
  useEffect(() => connect(lab, base, !!props.kept), []);
  const submit = (event: Event) => {
    event.preventDefault();
    lab.flush();
  };
  return (
    <form method="get" action={base} class="predictor" onSubmit={submit}>
      <NoticesPart lab={lab} />
      <LabLayout
        main={
          <>
            <TextPart lab={lab} />
            <DistributionPart lab={lab} base={base} />
            <RunPart lab={lab} next={props.kept ? null : props.snapshot?.next ?? null} />
            <GeneratedPart lab={lab} base={base} />
            <CostPart lab={lab} />
            <InsidesPanel lab={lab} />
          </>
        }
        side={
          <>
            <ModelPart lab={lab} provider={provider} shipped={props.shipped} />
            <SamplerPart lab={lab} />
          </>
        }
      />
    </form>
  );
}
