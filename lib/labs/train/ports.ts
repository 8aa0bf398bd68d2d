import type { NetworkStore } from "@/lib/labs/train/trained_network.ts";
import type { TrainingClient } from "@/lib/training/training_client.ts";

/** What the lab needs of the page. */
export interface TrainPorts {
  /** Starts a worker. */
  connect(): TrainingClient;
  /** Shows the experiment's address; null where it would be too long. */
  showAddress(address: string | null): void;
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
