import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import { describeDevice, modelOffers } from "@/lib/labs/predictor/views/model_offers.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { ACTION_LABELS } from "@/lib/labs/predictor/problem.ts";
import { type DeviceCapabilities, deviceCapabilities } from "@/lib/models/device.ts";
import type { Device } from "@/lib/models/model_provider.ts";
import type { CustomModelFields } from "@/lib/ui/predictor/custom_model.tsx";
import { formatDuration, formatRate } from "@/lib/ui/format.ts";
import { ModelPanel } from "@/lib/ui/predictor/model_panel.tsx";
import { modelChoices } from "./model_choices.ts";
import type { PredictorProps } from "./props.ts";

interface PartProps {
  readonly lab: PredictorLab;
  readonly provider: PredictorPorts["provider"];
  readonly shipped: PredictorProps["shipped"];
}

const PHASES = {
  describe: "looking it up",
  download: "downloading",
  verify: "verifying",
  expand: "expanding the weights",
  session: "starting the runtime",
  warm_up: "measuring",
  check: "checking against the reference",
} as const;

/** What a load says while there is no network: it asks again by itself for a while. */
const OFFLINE = "offline, waiting for the connection";

/** Chooses and loads models. */
export function ModelPart({ lab, provider, shipped }: PartProps) {
  const { state, models, views } = lab;
  const device = useSignal<DeviceCapabilities | null>(null);
  const custom = useSignal<CustomModelFields | null>(null);
  const open = useSignal(false);
  const online = useSignal(true);
  useEffect(() => void deviceCapabilities(globalThis).then((found) => device.value = found), []);
  useEffect(() => followConnection((is) => online.value = is), []);
  const query = state.query.value;
  const missing = views.modelMissing.value;
  const answers = !missing;
  const offers = modelOffers({
    catalog: provider.catalog,
    described: state.described.value,
    named: query,
    answers,
    device: device.value,
  });
  const loading = state.loading.value ?? state.arriving.value;
  const problem = state.loadProblem.value;
  const fields = custom.value ?? customFields(query);
  const load = (name: string, revision?: string) => loadOrLookUp(lab, provider, fields, name, revision);
  const problemShown = problem && {
    message: problem.message,
    fine: problem.fine,
    action: { label: ACTION_LABELS[problem.action], onAct: () => lab.act(problem.action) },
  };
  const busy = loading !== null;
  return (
    <ModelPanel
      current={{
        title: currentTitle(lab),
        details: currentDetails(lab),
        notes: currentNotes(lab),
        ...cardOf(lab),
      }}
      choices={modelChoices({
        query,
        answers,
        shipped,
        offers,
        busy,
        onUse: models.useEmbedded,
        onLoad: load,
      })}
      offers={[...offers.first, ...offers.more]}
      device={describeDevice(device.value)}
      loading={loading && {
        title: loading.name,
        phase: online.value ? PHASES[loading.progress?.phase ?? "describe"] : OFFLINE,
        loadedBytes: loading.progress?.loadedBytes ?? 0,
        totalBytes: loading.progress?.totalBytes ?? null,
      }}
      error={problemShown}
      open={open.value}
      storage={state.storage.value}
      custom={fields}
      onCustom={(changed) => custom.value = changed}
      onDescribe={() => models.describe(fields.name.trim(), fields.revision.trim())}
      onLoad={load}
      onOpen={(is) => {
        open.value = is;
        if (is) models.refreshStorage();
      }}
      {...(isEmbedded(loading?.name ?? "") && state.depth.value === 0 ? {} : { onCancel: models.cancel })}
      onClear={models.clearStorage}
    />
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

/** Tells whether the browser has a network, now and whenever it changes; returns what ends it. */
function followConnection(tell: (online: boolean) => void): () => void {
  const controller = new AbortController();
  const look = () => tell(navigator.onLine);
  for (const type of ["online", "offline"]) addEventListener(type, look, { signal: controller.signal });
  look();
  return () => controller.abort();
}

function customFields({ model, revision, dtype, device }: PredictorLab["state"]["query"]["value"]) {
  return { name: isEmbedded(model) ? "" : model, revision, dtype, device };
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
