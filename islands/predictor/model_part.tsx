import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { DEFAULT_QUERY } from "@/lib/experiment/fields/predictor_fields.ts";
import { isEmbedded, type PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { modelOffers } from "@/lib/labs/predictor/views/model_offers.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { type DeviceCapabilities, deviceCapabilities } from "@/lib/models/device.ts";
import type { Device } from "@/lib/models/model_provider.ts";
import type { CustomModelFields } from "@/lib/ui/predictor/custom_model.tsx";
import { ModelRow } from "@/lib/ui/predictor/model_row.tsx";
import { whenIdle } from "../models/when_idle.ts";
import { lazyPart } from "./lazy_part.tsx";
import { modelChoices } from "./model_choices.ts";
import type { PredictorProps } from "./props.ts";

/** The list of all models comes when it is opened, the progress of a load with the first one. */
const LoadingPart = lazyPart(() => import("./loading_part.tsx"));
const ModelListPart = lazyPart(() => import("./model_list_part.tsx"));

interface PartProps {
  readonly lab: PredictorLab;
  readonly provider: PredictorPorts["provider"];
  readonly shipped: PredictorProps["shipped"];
}

/** Chooses and loads models. */
export function ModelPart({ lab, provider, shipped }: PartProps) {
  const { state, models, views } = lab;
  const device = useSignal<DeviceCapabilities | null>(null);
  const custom = useSignal<CustomModelFields | null>(null);
  const open = useSignal(false);
  useEffect(() => whenIdle(async () => device.value = await deviceCapabilities(globalThis)), []);
  const query = views.settings.value;
  const missing = views.modelMissing.value;
  const answers = !missing;
  const offers = modelOffers({
    catalog: provider.catalog,
    described: state.described.value,
    named: query,
    answers,
    device: device.value,
  });
  const fields = custom.value ?? customFields(query);
  const load = (name: string, revision?: string) => loadOrLookUp(lab, provider, fields, name, revision);
  const busy = (state.loading.value ?? state.arriving.value) !== null;
  return (
    <ModelRow
      choices={modelChoices({
        query,
        answers,
        shipped,
        offers,
        busy,
        onUse: models.useEmbedded,
        onLoad: load,
      })}
      open={open.value}
      compared={query.beside !== ""}
      onCompare={() =>
        lab.edit.setField(
          "beside",
          query.beside !== "" ? "" : query.model === "parcel-gru" ? "parcel-gpt" : "parcel-gru",
        )}
      onOpen={(is) => {
        open.value = is;
        if (is) models.refreshStorage();
      }}
    >
      {(busy || state.loadProblem.value) && <LoadingPart lab={lab} />}
      {open.value
        ? (
          <ModelListPart
            lab={lab}
            offers={[...offers.first, ...offers.more]}
            device={device.value}
            busy={busy}
            custom={fields}
            onCustom={(changed) => custom.value = changed}
            onLoad={load}
          />
        )
        : <HiddenFields query={query} />}
    </ModelRow>
  );
}

/** The model in the form where its fields are not shown, so that the form keeps it. */
function HiddenFields({ query }: { readonly query: Omit<PredictorQuery, "text"> }) {
  const names = ["model", "revision", "dtype", "device"] as const;
  return (
    <>
      {names.filter((name) => query[name] !== DEFAULT_QUERY[name]).map((name) => (
        <input key={name} type="hidden" name={name} value={query[name]} />
      ))}
    </>
  );
}

/** The size of a download is stated before it begins: a model of unknown size is looked up first. */
function loadOrLookUp(
  { state, models }: PredictorLab,
  provider: PredictorPorts["provider"],
  custom: CustomModelFields,
  name: string,
  revision?: string,
): void {
  const known = [...state.described.peek(), ...provider.catalog].find(({ id }) => id.name === name);
  if (known && known.downloadBytes === null && !state.described.peek().includes(known)) {
    models.describe(name, revision);
    return;
  }
  const { dtype, device } = custom.name === name || state.query.peek().model === name
    ? custom
    : { dtype: "auto", device: state.query.peek().device };
  models.load({ name, revision: revision ?? "", dtype, device: device as Device });
}

function customFields(
  { model, revision, dtype, device }: Pick<PredictorQuery, "model" | "revision" | "dtype" | "device">,
) {
  return { name: isEmbedded(model) ? "" : model, revision, dtype, device };
}
