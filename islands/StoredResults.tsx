import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { StoredResults as Results } from "@/lib/experiment/store/stored_experiment.ts";
import { type ComparedFigure, compareFigures, type FigureValue } from "@/lib/labs/share/compare_figures.ts";
import { isEdited } from "@/lib/labs/share/is_edited.ts";
import { readFigures } from "@/lib/labs/share/read_figures.ts";
import { replaySentence, type ReplayState } from "@/lib/labs/share/replay_sentence.ts";
import { type DataColumn, DataTable } from "@/lib/ui/plot/data_table.tsx";

/** Props of the island. */
interface StoredResultsProps {
  /** The author's. */
  readonly results: Results;
  /** Path of the page that replays the experiment. */
  readonly base: string;
  /** The stored query as the page's own address writes it. */
  readonly query: string;
}

/** Milliseconds without a change before the page is read: longer than an edit takes to reach the address. */
const DELAY = 600;

/** What the author's browser showed, and, once the page has replayed the experiment, what it shows here. */
export default function StoredResults({ results, base, query }: StoredResultsProps) {
  const replayed = useSignal<Results | null>(null);
  const edited = useSignal(false);
  useEffect(() =>
    watch(() => isEdited(location, base, query), (read, now) => {
      if (!now && read !== null) replayed.value = read;
      edited.value = now;
    }), []);
  const state = useComputed((): ReplayState => {
    const comparison = compareFigures(results.figures, replayed.value?.figures ?? []);
    return {
      ...comparison,
      stored: results,
      sources: replayed.value?.sources ?? [],
      isEdited: edited.value,
    };
  }).value;
  const differs = state.isReplayed && state.differing > 0;
  return (
    <div class="stored-results" data-outcome={differs ? "differs" : state.isReplayed ? "same" : "waiting"}>
      <p role="status">{replaySentence(state)}</p>
      <details class="more" open>
        <summary>{state.isReplayed ? "Stored and replayed, side by side" : "The author’s figures"}</summary>
        <DataTable
          caption={state.isReplayed ? "Stored by the author, and replayed here" : "Stored by the author"}
          quietCaption
          rows={state.figures}
          rowAttributes={(row) => ({ "data-agrees": state.isReplayed ? String(row.agrees) : "" })}
          columns={state.isReplayed ? [...STORED, REPLAYED] : STORED}
        />
      </details>
    </div>
  );
}

const STORED: readonly DataColumn<ComparedFigure>[] = [
  { key: "name", label: "Figure", cell: ({ name }) => name },
  {
    key: "stored",
    label: "Stored",
    numeric: true,
    cell: ({ stored }) => written(stored),
    exact: ({ stored }) => String(stored),
  },
];

const REPLAYED: DataColumn<ComparedFigure> = {
  key: "replayed",
  label: "Replayed",
  numeric: true,
  cell: ({ replayed }) => replayed === undefined ? "not shown" : written(replayed),
  exact: ({ replayed }) => replayed === undefined ? "The replay does not show it" : String(replayed),
};

/** Digits that show a difference of a hundred-thousandth; the unrounded value stands in the cell's title. */
const DIGITS = 7;

function written(value: FigureValue): string {
  if (typeof value !== "number") return value ?? "infinite";
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(DIGITS)));
}

/** Reads the page whenever what it shows has changed and stands still. */
function watch(isEdited: () => boolean, tell: (read: Results | null, isEdited: boolean) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const look = () => {
    const isReady = document.querySelector("is-land:not([data-state])") === null;
    tell(isReady ? readFigures(document) : null, isEdited());
  };
  const observer = new MutationObserver((changes) => {
    if (changes.every(({ target }) => (target as Element).closest?.(".stored"))) return;
    clearTimeout(timer);
    timer = setTimeout(look, DELAY);
  });
  observer.observe(document.getElementById("main")!, { subtree: true, childList: true, attributes: true });
  timer = setTimeout(look, DELAY);
  return () => {
    clearTimeout(timer);
    observer.disconnect();
  };
}
