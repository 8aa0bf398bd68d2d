import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { openExperiment } from "./open_experiment.ts";
import { FileProblem, MAX_FILE_BYTES, parseExperimentFile } from "@/lib/labs/share/experiment_file.ts";

/** Props of {@linkcode OpenFilePart}, and of the island that is nothing else. */
export interface OpenFileProps {
  /** Paths of the pages whose experiments can be opened. */
  readonly labs: readonly string[];
}

/** Opens an experiment that was saved as a file: its page, in its state. */
export function OpenFilePart({ labs }: OpenFileProps) {
  const field = useRef<HTMLInputElement>(null);
  const problem = useSignal<string | null>(null);
  const open = async () => {
    const file = field.current?.files?.[0];
    if (!file) return;
    field.current!.value = "";
    try {
      if (file.size > MAX_FILE_BYTES) throw new FileProblem("This file is too large to be an experiment.");
      problem.value = null;
      openExperiment(parseExperimentFile(await file.text(), labs));
    } catch (error) {
      problem.value = error instanceof FileProblem ? error.message : "This file cannot be read.";
    }
  };
  return (
    <>
      <button type="button" onClick={() => field.current?.click()}>Open a file</button>
      <input
        ref={field}
        class="vh"
        type="file"
        accept=".json,application/json"
        aria-label="Experiment file"
        tabIndex={-1}
        onChange={open}
      />
      {problem.value && <span class="field-error" role="alert">{problem.value}</span>}
    </>
  );
}
