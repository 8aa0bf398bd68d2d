import { formatBytes, formatDuration } from "@/lib/ui/format.ts";

/** What a load is doing. */
export interface ModelLoading {
  readonly title: string;
  /** In words: `downloading`, `verifying`, `expanding the weights`. */
  readonly phase: string;
  readonly loadedBytes: number;
  /** Null where the host does not say. */
  readonly totalBytes: number | null;
  /** Milliseconds until all bytes are there at the pace so far; null before there is one. */
  readonly timeLeft?: number | null;
}

interface LoadingModelProps {
  readonly loading: ModelLoading;
  readonly onCancel?: () => void;
}

/** The progress of a load in bytes, with its total and a way to cancel. */
export function LoadingModel({ loading, onCancel }: LoadingModelProps) {
  const { title, phase, loadedBytes, totalBytes, timeLeft = null } = loading;
  const known = totalBytes === null ? {} : { max: totalBytes, value: loadedBytes };
  return (
    <div class="loading">
      <div class="loading-line">
        <span role="status">{title}: {phase}</span>
        <span class="num quiet">
          {totalBytes === null
            ? formatBytes(loadedBytes)
            : `${formatBytes(loadedBytes)} of ${formatBytes(totalBytes)}`}
          {timeLeft !== null && `, ${formatDuration(timeLeft)} left`}
        </span>
      </div>
      <div class="loading-line">
        <progress aria-label={`Loading ${title}`} {...known} />
        {onCancel && <button type="button" onClick={onCancel}>Cancel</button>}
      </div>
    </div>
  );
}
