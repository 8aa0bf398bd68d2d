import { formatBytes } from "@/lib/ui/format.ts";

/** What the browser's storage holds. */
export interface StoredModels {
  readonly usedBytes: number;
  /** Null where the browser does not say. */
  readonly quotaBytes: number | null;
  readonly models: readonly { readonly name: string; readonly revision: string; readonly bytes: number }[];
}

interface ModelStorageProps {
  readonly storage: StoredModels;
  /** Deletes one model's files, or all. */
  readonly onClear?: (name?: string) => void;
}

/** Storage used by downloaded models, with a way to clear each and all. */
export function ModelStorage({ storage, onClear }: ModelStorageProps) {
  const { usedBytes, quotaBytes, models } = storage;
  return (
    <div class="storage">
      <p class="small spread">
        Stored here: <b class="num">{formatBytes(usedBytes)}</b>
        {quotaBytes !== null && <span class="quiet">of {formatBytes(quotaBytes)} allowed</span>}
      </p>
      {models.length > 0 && (
        <ul>
          {models.map(({ name, revision, bytes }) => (
            <li key={`${name}@${revision}`}>
              <span class="mono small">{name}</span>
              <span class="num small quiet">{formatBytes(bytes)}</span>
              <button
                type="button"
                class="plain"
                aria-label={`Delete ${name}`}
                onClick={() => onClear?.(name)}
              >
                Delete
              </button>
            </li>
          ))}
        </ul>
      )}
      {models.length > 1 && <button type="button" onClick={() => onClear?.()}>Delete all</button>}
    </div>
  );
}
