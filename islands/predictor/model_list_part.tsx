import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { describeDevice, type OfferView } from "@/lib/labs/predictor/views/model_offers.ts";
import { catalogDescriptions } from "@/lib/models/hub/catalog.ts";
import type { DeviceCapabilities } from "@/lib/models/device.ts";
import { formatDuration, formatRate } from "@/lib/ui/format.ts";
import type { CustomModelFields } from "@/lib/ui/predictor/custom_model.tsx";
import { ModelList } from "@/lib/ui/predictor/model_list.tsx";

interface ListProps {
  readonly lab: PredictorLab;
  readonly offers: readonly OfferView[];
  readonly device: DeviceCapabilities | null;
  readonly busy: boolean;
  readonly custom: CustomModelFields;
  readonly onCustom: (fields: CustomModelFields) => void;
  readonly onLoad: (name: string, revision?: string) => void;
}

/** All models, any repository, and what is stored. */
export default function ModelListPart({ lab, custom, device, ...props }: ListProps) {
  const { state, models } = lab;
  return (
    <ModelList
      {...props}
      notHeld={notHeld(lab, props.offers)}
      custom={custom}
      current={{
        title: currentTitle(lab),
        details: currentDetails(lab),
        notes: currentNotes(lab),
        ...cardOf(lab),
      }}
      device={describeDevice(device)}
      storage={state.storage.value}
      onDescribe={() => models.describe(custom.name.trim(), custom.revision.trim())}
      onClear={models.clearStorage}
    />
  );
}

/** The catalog's models that are neither offered nor answering: a mirror offers what it holds. */
function notHeld({ views }: PredictorLab, offers: readonly OfferView[]): string[] {
  const [answering] = views.sourceName.value.split("@");
  return catalogDescriptions().filter(({ id }) =>
    id.name !== answering && offers.every(({ name }) => name !== id.name)
  ).map(({ title }) => title);
}

function cardOf({ views }: PredictorLab): { href?: string } {
  const [name = ""] = views.sourceName.value.split("@");
  return name !== "counts" && isEmbedded(name) ? { href: `/models/${name}` } : {};
}

function currentTitle({ views }: PredictorLab): string {
  const source = views.sourceName.value;
  return source === "counts" ? "Counts" : source.split("@")[0] ?? "";
}

/** What the load of the model that answers had to say. */
function currentNotes({ state }: PredictorLab): readonly string[] {
  const loaded = state.loaded.value;
  return loaded !== null && state.prediction.value?.model === loaded ? loaded.report.notices : [];
}

function currentDetails({ state, views }: PredictorLab): string[] {
  const model = state.prediction.value?.model;
  const run = state.prediction.value?.end.run;
  const loaded = state.loaded.value;
  if (model === undefined) return [];
  const report = model === loaded ? loaded.report : null;
  const speed = report?.warmUp.find(({ backend }) => backend === report.backend)?.tokensPerSecond;
  const details = [
    model.backend === "counts" ? "n-grams up to 4" : `${model.id.dtype}, ${report?.engine ?? model.backend}`,
    speed === undefined ? null : formatRate(speed),
    run && !views.busy.value ? formatDuration(run.milliseconds) : null,
  ];
  return details.filter((detail) => detail !== null && detail !== undefined);
}
