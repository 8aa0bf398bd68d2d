/**
 * Opens an experiment of a file. What an address can hold goes there; a longer one is handed to its page through this
 * tab's storage, and the page's lab keeps it beside its address as it keeps any long text.
 *
 * @module
 */
import { fittingAddress } from "@/lib/experiment/query_text.ts";
import type { HistoryState } from "@/lib/labs/experiment/history_state.ts";
import { askLab } from "@/lib/labs/share/read_experiment.ts";
import { type ExperimentFile, queryParams } from "@/lib/labs/share/experiment_file.ts";

const KEY = "opened-experiment";

/** Goes to the experiment's page. */
export function openExperiment(file: ExperimentFile): void {
  const params = queryParams(file.query);
  const address = fittingAddress(file.page, params);
  if (address !== null) return location.assign(address);
  if (file.page === location.pathname) return showLong(file.page, params);
  sessionStorage.setItem(KEY, JSON.stringify(file));
  // The fragment wakes the dialog's code on that page, which takes the experiment from there.
  location.assign(`${file.page}#share`);
}

/** Takes what was handed to this page, if anything was. */
export function takeOpened(page: string): boolean {
  const text = readAndRemove();
  if (text === null) return false;
  const file: ExperimentFile = JSON.parse(text);
  if (file.page !== page) return false;
  showLong(page, queryParams(file.query));
  return true;
}

function showLong(page: string, params: URLSearchParams): void {
  document.querySelector<HTMLDialogElement>("dialog.share")?.close();
  const { experiment } = askLab(document);
  if (experiment) return experiment.open(params, "replace");
  // A lab that is not alive yet finds it in its entry.
  const state: HistoryState = { query: params.toString(), drafts: {}, depth: 0 };
  history.replaceState(state, "", page);
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
