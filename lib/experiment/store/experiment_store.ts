import type { ExperimentContent, StoredExperiment } from "@/lib/experiment/store/stored_experiment.ts";

/** What is known beside the content when an experiment is stored. */
export interface SaveOptions {
  /** Who stores it, to count by; only a hash with a salt of the day is kept, for two days. */
  readonly client: string;
  /** Milliseconds since 1970; null for two years, which opening it puts off. */
  readonly expiresAt: number | null;
}

/** What became of storing. */
export type SaveOutcome =
  | {
    readonly kind: "stored";
    readonly id: string;
    /** Milliseconds since 1970. */
    readonly expiresAt: number;
    /** The only copy: the store keeps its hash. */
    readonly deleteToken: string;
  }
  | { readonly kind: "too_large"; readonly bytes: number }
  | { readonly kind: "too_many"; readonly limit: number; readonly retryAfterSeconds: number }
  | { readonly kind: "full" }
  /** Too much waits, or the database did not take it in time. */
  | { readonly kind: "busy" }
  /** The database takes nothing: read-only, or broken. */
  | { readonly kind: "failing" };

/** What an id leads to. */
export type ReadOutcome =
  | { readonly kind: "found"; readonly experiment: StoredExperiment }
  | { readonly kind: "expired"; readonly expiresAt: number }
  | { readonly kind: "unknown" }
  /** Something is there that cannot be read. */
  | { readonly kind: "damaged" }
  /** The database does not answer. */
  | { readonly kind: "failing" };

/** What became of deleting. */
export type RemoveOutcome = "removed" | "wrong_token" | "unknown" | "busy" | "failing";

/** Keeps experiments. */
export interface ExperimentStore {
  /** The database, as `/healthz` names it. */
  readonly kind: string;
  /** Stores an experiment under a new random id, within the limits. What is acknowledged is on the disk. */
  save(content: ExperimentContent, options: SaveOptions): Promise<SaveOutcome>;
  read(id: string): Promise<ReadOutcome>;
  /** Deletes an experiment if the token is its own, and gives its size back. */
  remove(id: string, deleteToken: string): Promise<RemoveOutcome>;
  /** Bytes of all experiments, as the limit counts them. */
  usedBytes(): Promise<number>;
  /** Whether the database answered when it was asked last. */
  readonly isWorking: boolean;
  close(): void;
}
