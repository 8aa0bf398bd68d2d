/**
 * The lab's ports to a browser. Nothing of the browser is touched before it is used, so that the server can render
 * the same island.
 *
 * @module
 */
import { drawn } from "../query/drawn.ts";
import { saveFile } from "../share/save_file.ts";
import { createAddressPace, PAGE_CLOCK } from "@/lib/labs/address_pace.ts";
import type { TrainPorts } from "@/lib/labs/train/ports.ts";
import { browserStore } from "@/lib/labs/train/trained_network.ts";
import { createTrainingClient } from "@/lib/training/run/training_client.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** What the browser's history keeps of a page, since an address may be too short for it. */
export interface KeptSettings {
  readonly settings: TrainingSettings;
}

/** Creates the ports of a page. */
export function browserPorts(base: string): TrainPorts {
  let write = () => {};
  const pace = createAddressPace(() => write(), PAGE_CLOCK);
  return {
    base,
    get origin() {
      return location.origin;
    },
    connect: () =>
      createTrainingClient(
        new Worker(new URL("../../lib/training/run/training_worker.ts", import.meta.url), { type: "module" }),
      ),
    keep(settings, address = location.pathname + location.search) {
      const state: KeptSettings = { settings };
      write = () => history.replaceState(state, "", address ?? base);
      pace.replaceSoon();
    },
    save: (name, type, content) => saveFile(name, new Blob([content], { type })),
    drawn,
    now: () => performance.now(),
    store: browserStore,
    open: (address) => location.assign(address),
  };
}
