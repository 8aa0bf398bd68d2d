import type { StoredExperiment } from "@/lib/experiment/store/stored_experiment.ts";
import type { Config } from "@/lib/server/config.ts";
import type { LogEntry } from "@/lib/server/observe/log_entry.ts";

/** A request as a thread is sent it. */
export interface SiteJob {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array<ArrayBuffer> | null;
  /** The stored experiment that the request's address names: a thread has no store of its own. */
  readonly experiment: StoredExperiment | null;
}

/** A response as a thread sends it. */
export interface SiteAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: ArrayBuffer;
}

/** What a thread is sent first. */
export interface SiteStart {
  readonly config: Config;
  /** Where the site keeps experiments, which its pages say; null for nowhere. */
  readonly storeKind: string | null;
}

/** What a thread says: that it can begin, an answer, or a failed request's line for the log. */
export type ThreadMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "answer"; readonly answer: SiteAnswer }
  | { readonly kind: "log"; readonly entry: LogEntry };
