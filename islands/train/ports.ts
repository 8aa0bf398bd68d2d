/**
 * The lab's ports to a browser. Nothing of the browser is touched before it is used, so that the server can render
 * the same island.
 *
 * @module
 */
import type { TrainPorts } from "@/lib/labs/train/ports.ts";
import { browserStore } from "@/lib/labs/train/trained_network.ts";
import { createTrainingClient } from "@/lib/training/training_client.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";

/** Milliseconds between two changes of the address: browsers refuse more than a hundred in half a minute. */
const ADDRESS_PAUSE = 400;

/** What the browser's history keeps of a page, since an address may be too short for it. */
export interface KeptSettings {
  readonly settings: TrainingSettings;
}

/** Creates the ports of a page. */
export function browserPorts(base: string): TrainPorts {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let written = -Infinity;
  let write = () => {};
  const flush = () => {
    clearTimeout(waiting);
    waiting = undefined;
    written = performance.now();
    write();
  };
  return {
    base,
    get origin() {
      return location.origin;
    },
    connect: () =>
      createTrainingClient(
        new Worker(new URL("../../lib/training/training_worker.ts", import.meta.url), { type: "module" }),
      ),
    keep(settings, address = location.pathname + location.search) {
      const state: KeptSettings = { settings };
      write = () => history.replaceState(state, "", address ?? base);
      // The first of several changes is written at once: what is pasted stays, however soon the page goes.
      const due = written + ADDRESS_PAUSE - performance.now();
      if (due <= 0) flush();
      else waiting ??= setTimeout(flush, due);
    },
    save: saveFile,
    drawn: () =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, 200);
        requestAnimationFrame(() => {
          clearTimeout(timer);
          resolve();
        });
      }),
    now: () => performance.now(),
    store: browserStore,
    open: (address) => location.assign(address),
  };
}

function saveFile(name: string, type: string, content: BlobPart): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
