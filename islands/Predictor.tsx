import { useEffect, useMemo } from "preact/hooks";
import { parsePredictorQuery } from "@/lib/experiment/fields/predictor_fields.ts";
import { createPredictorLab, type PredictorStart } from "@/lib/labs/predictor/predictor_lab.ts";
import { connect } from "./predictor/connect.ts";
import { CostPart } from "./predictor/cost_part.tsx";
import { DistributionPart } from "./predictor/distribution_part.tsx";
import { InsidesPanel } from "./predictor/inside/insides_panel.tsx";
import { MissingModelPart } from "./predictor/missing_model_part.tsx";
import { ModelPart } from "./predictor/model_part.tsx";
import { NoticesPart } from "./predictor/notices_part.tsx";
import { browserPorts } from "./predictor/ports.ts";
import type { PredictorProps } from "./predictor/props.ts";
import { SamplerPart } from "./predictor/sampler_part.tsx";
import { StopsPart } from "./predictor/stops_part.tsx";
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
  const { lab, provider, embedded } = useMemo(() => {
    const ports = browserPorts(props);
    return {
      lab: createPredictorLab(startOf(props), ports),
      provider: ports.provider,
      embedded: ports.embedded,
    };
  }, []);
  useEffect(() => connect(lab, props), []);
  const submit = (event: Event) => {
    event.preventDefault();
    lab.edit.commitText();
  };
  return (
    <form
      method="get"
      action={base}
      class={lab.state.generating.value ? "predictor running" : "predictor"}
      onSubmit={submit}
    >
      <ModelPart lab={lab} provider={provider} shipped={props.shipped} />
      <MissingModelPart lab={lab} provider={provider} />
      <TextPart
        lab={lab}
        provider={provider}
        base={base}
        next={props.kept ? null : props.snapshot?.next ?? null}
      />
      <NoticesPart lab={lab} />
      <DistributionPart lab={lab} base={base} provider={provider} embedded={embedded} />
      <div class="halves">
        <SamplerPart lab={lab} />
        <InsidesPanel lab={lab} sent={props.kept ? [] : props.insides ?? []} />
      </div>
      <div class="folds">
        <StopsPart lab={lab} />
        <CostPart lab={lab} />
      </div>
    </form>
  );
}
