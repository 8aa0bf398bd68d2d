/**
 * The lab's ports to a browser. Nothing of the browser is touched before it is used, so that the server can render
 * the same island.
 *
 * @module
 */
import type { TrainPorts } from "@/lib/labs/train/ports.ts";
import { browserStore } from "@/lib/labs/train/trained_network.ts";
import { createTrainingClient } from "@/lib/training/training_client.ts";

/** Milliseconds after the last keystroke until the address follows. */
const ADDRESS_DELAY = 300;

/** Creates the ports of a page. */
export function browserPorts(base: string): TrainPorts {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  return {
    base,
    get origin() {
      return location.origin;
    },
    connect: () =>
      createTrainingClient(
        new Worker(new URL("../../lib/training/training_worker.ts", import.meta.url), { type: "module" }),
      ),
    showAddress(address) {
      clearTimeout(waiting);
      // Browsers refuse more than a hundred changes in half a minute.
      waiting = setTimeout(() => history.replaceState(history.state, "", address ?? base), ADDRESS_DELAY);
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
