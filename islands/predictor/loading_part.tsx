import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { isEmbedded } from "@/lib/experiment/fields/predictor_query.ts";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { ACTION_LABELS } from "@/lib/labs/predictor/problem.ts";
import type { LoadProgress } from "@/lib/models/model_provider.ts";
import { ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { LoadingModel } from "@/lib/ui/predictor/loading_model.tsx";

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
export default function LoadingPart({ lab }: { readonly lab: PredictorLab }) {
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

/** Tells whether the browser has a network, now and whenever it changes; returns what ends it. */
function followConnection(tell: (online: boolean) => void): () => void {
  const controller = new AbortController();
  const look = () => tell(navigator.onLine);
  for (const type of ["online", "offline"]) addEventListener(type, look, { signal: controller.signal });
  look();
  return () => controller.abort();
}
