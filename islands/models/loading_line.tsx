import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Loading } from "@/lib/labs/models/models.ts";
import type { LoadProgress } from "@/lib/models/model_provider.ts";
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

interface LoadingLineProps {
  readonly loading: Loading;
  readonly onCancel?: (() => void) | undefined;
}

/** A load that is under way: its phase, bytes, time left, and a way to cancel it. */
export function LoadingLine({ loading, onCancel }: LoadingLineProps) {
  const online = useSignal(true);
  const timeLeft = useTimeLeft();
  useEffect(() => followConnection((is) => online.value = is), []);
  return (
    <LoadingModel
      loading={{
        title: loading.name,
        phase: online.value ? PHASES[loading.progress?.phase ?? "describe"] : OFFLINE,
        loadedBytes: loading.progress?.loadedBytes ?? 0,
        totalBytes: loading.progress?.totalBytes ?? null,
        timeLeft: timeLeft(loading.progress),
      }}
      {...(onCancel && { onCancel })}
    />
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

/** Tells whether the browser has a network, now and whenever it changes; returns what ends it. */
function followConnection(tell: (online: boolean) => void): () => void {
  const controller = new AbortController();
  const look = () => tell(navigator.onLine);
  for (const type of ["online", "offline"]) addEventListener(type, look, { signal: controller.signal });
  look();
  return () => controller.abort();
}
