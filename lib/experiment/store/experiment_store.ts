import type { ExperimentContent, StoredExperiment } from "@/lib/experiment/store/stored_experiment.ts";

/** What is known beside the content when an experiment is stored. */
export interface SaveOptions {
  /** Who stores it, to count by; only a hash with a salt of the day is kept, for two days. */
  readonly client: string;
  /** Milliseconds since 1970; null to keep it. */
  readonly expiresAt: number | null;
}

/** What became of storing. */
export type SaveOutcome =
  | {
    readonly kind: "stored";
    readonly id: string;
    /** The only copy: the store keeps its hash. */
    readonly deleteToken: string;
  }
  | { readonly kind: "too_large"; readonly bytes: number }
  | { readonly kind: "too_many"; readonly limit: number; readonly retryAfterSeconds: number }
  | { readonly kind: "full" }
  /** Too much waits, or the database did not take it in time. */
  | { readonly kind: "busy" };

/** What an id leads to. */
export type ReadOutcome =
  | { readonly kind: "found"; readonly experiment: StoredExperiment }
  | { readonly kind: "expired"; readonly expiresAt: number }
  | { readonly kind: "unknown" };

/** What became of deleting. */
export type RemoveOutcome = "removed" | "wrong_token" | "unknown" | "busy";

/** Keeps experiments. */
export interface ExperimentStore {
  /** Stores an experiment under a new random id, within the limits. What is acknowledged is on the disk. */
  save(content: ExperimentContent, options: SaveOptions): Promise<SaveOutcome>;
  read(id: string): Promise<ReadOutcome>;
  /** Deletes an experiment for whoever has its token, and gives its size back. */
  remove(id: string, deleteToken: string): Promise<RemoveOutcome>;
  /** Bytes of all experiments, as the limit counts them. */
  usedBytes(): Promise<number>;
  close(): void;
}
