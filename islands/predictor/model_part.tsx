import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { DEFAULT_QUERY, isEmbedded, type PredictorQuery } from "@/lib/experiment/fields/predictor_query.ts";
import { modelOffers } from "@/lib/labs/predictor/views/model_offers.ts";
import type { PredictorPorts } from "@/lib/labs/predictor/ports.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { ACTION_LABELS } from "@/lib/labs/predictor/problem.ts";
import { type DeviceCapabilities, deviceCapabilities } from "@/lib/models/device.ts";
import type { Device, LoadProgress } from "@/lib/models/model_provider.ts";
import type { CustomModelFields } from "@/lib/ui/predictor/custom_model.tsx";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { LoadingModel } from "@/lib/ui/predictor/loading_model.tsx";
import { ModelRow } from "@/lib/ui/predictor/model_row.tsx";
import { lazyPart } from "./lazy_part.tsx";
import { modelChoices } from "./model_choices.ts";
import type { PredictorProps } from "./props.ts";

/** The list of all models comes when it is opened. */
const ModelListPart = lazyPart(() => import("./model_list_part.tsx"));

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
  useEffect(() => void deviceCapabilities(globalThis).then((found) => device.value = found), []);
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
      onOpen={(is) => {
        open.value = is;
        if (is) models.refreshStorage();
      }}
    >
      <LoadingPart lab={lab} />
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

interface Pace {
  readonly since: number;
  readonly bytes: number;
}

/** Estimates how long a download still takes, from its own pace since it was first seen. */
function useTimeLeft(): (progress: LoadProgress | null) => number | null {
  const pace = useRef<Pace | null>(null);
  return (progress) => {
    if (progress?.phase !== "download" || progress.totalBytes === null || progress.cached) {
      pace.current = null;
      return null;
    }
    const { loadedBytes, totalBytes } = progress;
    const now = performance.now();
    pace.current ??= { since: now, bytes: loadedBytes };
    const [passed, got] = [now - pace.current.since, loadedBytes - pace.current.bytes];
    return passed > 1500 && got > 0 ? (totalBytes - loadedBytes) * passed / got : null;
  };
}

/** The progress of a load, or why it failed. */
function LoadingPart({ lab }: { readonly lab: PredictorLab }) {
  const { state, models } = lab;
  const online = useSignal(true);
  const timeLeft = useTimeLeft();
  useEffect(() => followConnection((is) => online.value = is), []);
  const loading = state.loading.value ?? state.arriving.value;
  const problem = state.loadProblem.value;
  return (
    <>
      {loading && (
        <LoadingModel
          loading={{
            title: loading.name,
            phase: online.value ? PHASES[loading.progress?.phase ?? "describe"] : OFFLINE,
            loadedBytes: loading.progress?.loadedBytes ?? 0,
            totalBytes: loading.progress?.totalBytes ?? null,
            timeLeft: timeLeft(loading.progress),
          }}
          {...(isEmbedded(loading.name) && state.depth.value === 0 ? {} : { onCancel: models.cancel })}
        />
      )}
      {problem && (
        <ErrorBox
          title={problem.message}
          fine={problem.fine}
          action={{ label: ACTION_LABELS[problem.action], onAct: () => lab.act(problem.action) }}
        />
      )}
    </>
  );
}

/** The model in the form where its fields are not shown, so that the form keeps it. */
function HiddenFields({ query }: { readonly query: PredictorQuery }) {
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
