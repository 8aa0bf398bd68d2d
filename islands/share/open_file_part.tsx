import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { openExperiment } from "./open_experiment.ts";
import { SHARE_PAGES } from "@/lib/labs/share/share_pages.ts";
import { FileProblem, MAX_FILE_BYTES, parseExperimentFile } from "@/lib/labs/share/experiment_file.ts";

/** Opens an experiment that was saved as a file: its page, in its state. */
export function OpenFilePart() {
  const field = useRef<HTMLInputElement>(null);
  const problem = useSignal<string | null>(null);
  const open = async () => {
    const file = field.current?.files?.[0];
    if (!file) return;
    field.current!.value = "";
    try {
      if (file.size > MAX_FILE_BYTES) throw new FileProblem("This file is too large to be an experiment.");
      problem.value = null;
      openExperiment(parseExperimentFile(await file.text(), SHARE_PAGES));
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
