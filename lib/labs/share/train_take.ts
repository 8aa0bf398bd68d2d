import type { PageTable } from "@/lib/labs/share/page_table.ts";
import type { RunRecord } from "@/lib/labs/train/run_record.ts";

/** The loss before each step of a run, and after the last; what the page's table shows every few steps of. */
export function lossTable(run: RunRecord): PageTable {
  const norms = new Map(run.gradientNorms);
  const steps = run.losses.map((loss, step) => [step, loss, norms.get(step) ?? ""]);
  return {
    caption: "Training loss of every step",
    columns: ["step", "loss_nats", "gradient_length"],
    rows: run.finalLoss === null ? steps : [...steps, ["final", run.finalLoss, ""]],
    source: `neural n-gram, seed ${run.settings.seed}, trained on the ${
      run.where === "tab" ? "visitor's device" : "server"
    }`,
  };
}
