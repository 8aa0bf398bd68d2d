import type { ExperimentPorts } from "@/lib/labs/experiment/ports.ts";
import type { NetworkStore } from "@/lib/labs/train/trained_network.ts";
import type { TrainingClient } from "@/lib/training/run/training_client.ts";

/** What the lab needs of the page. */
export interface TrainPorts extends ExperimentPorts {
  /** Starts a worker. */
  connect(): TrainingClient;
  /** Hands a file to the visitor. */
  save(name: string, type: string, content: BlobPart): void;
  /** Resolves when the page has drawn. */
  drawn(): Promise<void>;
  now(): number;
  /** Where the trained network waits for another page. */
  readonly store: NetworkStore;
  /** Opens another page of the site on an experiment of any length: what no address holds is handed over by the tab. */
  open(page: string, params: URLSearchParams): void;
  readonly base: string;
  /** Origin of the site, for scripts that fetch a shipped corpus. */
  readonly origin: string;
}
