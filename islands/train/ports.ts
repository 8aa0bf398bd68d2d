/**
 * The lab's ports to a browser. Nothing of the browser is touched before it is used, so that the server can render
 * the same island.
 *
 * @module
 */
import { drawn } from "../query/drawn.ts";
import { openExperiment } from "../share/open_experiment.ts";
import { saveFile } from "../share/save_file.ts";
import { PAGE_PORTS } from "../experiment/page_ports.ts";
import { queryRecord } from "@/lib/labs/share/experiment_file.ts";
import type { TrainPorts } from "@/lib/labs/train/ports.ts";
import { browserStore } from "@/lib/labs/train/trained_network.ts";
import { createTrainingClient } from "@/lib/training/run/training_client.ts";

/** Creates the ports of a page. */
export function browserPorts(base: string): TrainPorts {
  return {
    ...PAGE_PORTS,
    base,
    get origin() {
      return location.origin;
    },
    connect: () =>
      createTrainingClient(
        new Worker(new URL("../../lib/training/run/training_worker.ts", import.meta.url), { type: "module" }),
      ),
    save: (name, type, content) => saveFile(name, new Blob([content], { type })),
    drawn,
    now: () => performance.now(),
    store: browserStore,
    open: (page, params) => openExperiment({ page, query: queryRecord(params) }),
  };
}
