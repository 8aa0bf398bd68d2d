import type { NetworkStore } from "@/lib/labs/train/trained_network.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";
import type { TrainingClient } from "@/lib/training/run/training_client.ts";

/** What the lab needs of the page. */
export interface TrainPorts {
  /** Starts a worker. */
  connect(): TrainingClient;
  /**
   * Keeps the settings over a reload, right or wrong, and shows the experiment's address: null where that would be too
   * long, undefined where it stays as it is.
   */
  keep(settings: TrainingSettings, address?: string | null): void;
  /** Hands a file to the visitor. */
  save(name: string, type: string, content: BlobPart): void;
  /** Resolves when the page has drawn. */
  drawn(): Promise<void>;
  now(): number;
  /** Where the trained network waits for another page. */
  readonly store: NetworkStore;
  /** Opens another page of the site. */
  open(address: string): void;
  readonly base: string;
  /** Origin of the site, for scripts that fetch a shipped corpus. */
  readonly origin: string;
}
