/**
 * Opens an experiment of a file. What an address can hold goes there; a longer one is handed to its page through this
 * tab's storage, and the page's lab keeps it beside its address as it keeps any long text.
 *
 * @module
 */
import { fitsAddress, joinAddress } from "@/lib/experiment/query_text.ts";
import { askLab } from "@/lib/labs/share/read_experiment.ts";
import { type ExperimentFile, queryParams } from "@/lib/labs/share/experiment_file.ts";

const KEY = "opened-experiment";

/** Goes to the experiment's page. */
export function openExperiment(file: ExperimentFile): void {
  const address = joinAddress(file.page, queryParams(file.query));
  if (fitsAddress(address)) return location.assign(address);
  if (file.page === location.pathname) return void showLong(file.page, queryParams(file.query));
  sessionStorage.setItem(KEY, JSON.stringify(file));
  // The fragment wakes the dialog's code on that page, which takes the experiment from there.
  location.assign(`${file.page}#share`);
}

/** Takes what was handed to this page, if anything was. */
export async function takeOpened(page: string): Promise<boolean> {
  const text = readAndRemove();
  if (text === null) return false;
  const file: ExperimentFile = JSON.parse(text);
  if (file.page !== page) return false;
  await showLong(page, queryParams(file.query));
  return true;
}

async function showLong(page: string, params: URLSearchParams): Promise<void> {
  document.querySelector<HTMLDialogElement>("dialog.share")?.close();
  const lab = askLab(document);
  if (lab.train) {
    const { parseTrainQuery } = await import("@/lib/labs/train/train_fields.ts");
    return lab.train.change(parseTrainQuery(params).query);
  }
  const { address, state } = lab.predictor ? await predictorEntry(params) : queryEntry(page, params);
  history.replaceState(state, "", address);
  dispatchEvent(new PopStateEvent("popstate", { state }));
}

/** The entry of the browser's history as the predictor keeps it. */
async function predictorEntry(params: URLSearchParams) {
  const { predictorEntryOf } = await import("@/lib/labs/share/predictor_entry.ts");
  return predictorEntryOf(params);
}

/** The entry as the pages that calculate keep it. */
function queryEntry(page: string, params: URLSearchParams) {
  return { address: page, state: { query: params.toString(), drafts: {} } };
}

function readAndRemove(): string | null {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return text;
  } catch {
    return null;
  }
}
