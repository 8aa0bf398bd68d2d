import { joinAddress } from "@/lib/experiment/query_text.ts";
import { createTrainLab } from "@/lib/labs/train/train_lab.ts";
import { createTrainingClient } from "@/lib/training/run/training_client.ts";
import { DEFAULT_SETTINGS, type TrainingSettings } from "@/lib/training/training_settings.ts";
import { fakeHistory } from "@/tests/labs/fake_history.ts";
import { type LocalWorker, localWorker } from "@/tests/training/local_worker.ts";

/** A training lab whose worker runs here, and its history, what it saves and opens. */
export function openTrainLab(settings: Partial<TrainingSettings> = {}) {
  const { ports, entries } = fakeHistory("/train");
  const files: { name: string; content: BlobPart }[] = [];
  const workers: LocalWorker[] = [];
  const opened: string[] = [];
  let [isHeld, drawn] = [false, Promise.withResolvers<void>()];
  const drawing = {
    /** From now on the page is not drawn. */
    hold: () => void (isHeld = true),
    release: () => (isHeld = false, drawn.resolve(), drawn = Promise.withResolvers()),
  };
  const kept: { file: Uint8Array | null } = { file: null };
  /** What a write to the store waits for once its file is there. */
  const keeping = { wait: Promise.resolve() };
  const lab = createTrainLab({
    settings: { ...DEFAULT_SETTINGS, ...settings },
    notices: [],
    run: null,
    look: null,
    problem: null,
  }, {
    ...ports,
    base: "/train",
    origin: "http://site.test",
    connect() {
      const worker = localWorker();
      workers.push(worker);
      return createTrainingClient(worker);
    },
    save: (name, _, content) => files.push({ name, content }),
    drawn: () => isHeld ? drawn.promise : Promise.resolve(),
    now: () => performance.now(),
    store: {
      read: () => Promise.resolve(kept.file),
      write: (file) => {
        kept.file = file;
        return keeping.wait;
      },
    },
    open: (page, params) => opened.push(joinAddress(page, params)),
  });
  return { lab, entries, files, workers, opened, kept, keeping, drawing };
}
