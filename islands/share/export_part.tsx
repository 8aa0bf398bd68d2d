import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useMemo } from "preact/hooks";
import { OpenFilePart } from "./open_file_part.tsx";
import { createExportCommands, type ExportCommands } from "./export_commands.ts";
import type { Shared } from "./shared.ts";
import { findFigures } from "@/lib/labs/share/find_figures.ts";
import { readTables } from "@/lib/labs/share/read_tables.ts";
import { formatPlural } from "@/lib/ui/format.ts";

interface ExportProps {
  readonly shared: Shared;
  /** Paths of the pages whose experiments can be opened from a file. */
  readonly labs: readonly string[];
}

/** Data, figures, code and the experiment itself, as files. */
export function ExportPart({ shared, labs }: ExportProps) {
  const said = useSignal("");
  const commands = useMemo(() => createExportCommands(shared), [shared]);
  const act = (what: () => Promise<string>) => async () => {
    try {
      said.value = `Saved ${await what()}`;
    } catch (error) {
      said.value = error instanceof Error ? error.message : String(error);
    }
  };
  return (
    <section aria-labelledby="share-take">
      <h3 id="share-take">Take away</h3>
      <p class="small" role="status">{said.value}</p>
      <Data commands={commands} act={act} whole={wholeLabel(shared)} />
      <Figures commands={commands} act={act} />
      <Item label={shared.lab.train ? "Code" : "Code that computes this"}>
        <button type="button" aria-label="Python" onClick={act(() => commands.code("python"))}>Python</button>
        {!shared.lab.train && (
          <button
            type="button"
            aria-label="TypeScript"
            onClick={act(() => commands.code("typescript"))}
          >
            TypeScript
          </button>
        )}
      </Item>
      <Item label="The experiment as a file">
        <button type="button" onClick={act(commands.experiment)}>Save</button>
        <OpenFilePart labs={labs} />
      </Item>
    </section>
  );
}

interface ActProps {
  readonly commands: ExportCommands;
  readonly act: (what: () => Promise<string>) => () => Promise<void>;
}

/** What the lab has more of than its tables show; null where they show all. */
function wholeLabel({ lab }: Shared): string | null {
  if (lab.predictor) return "The whole vocabulary, unrounded";
  return lab.train ? "The loss of every step" : null;
}

/** The forms in which numbers are saved. */
function Formats({ save }: { readonly save: (format: "csv" | "json") => () => Promise<void> }) {
  return (
    <>
      <button type="button" onClick={save("csv")}>CSV</button>
      <button type="button" onClick={save("json")}>JSON</button>
    </>
  );
}

function Data({ commands, act, whole }: ActProps & { readonly whole: string | null }) {
  const tables = useMemo(() => readTables(document.querySelector("main")!), []);
  return (
    <>
      {whole !== null && (
        <Item label={whole}>
          <Formats save={(format) => act(() => commands.whole(format))} />
        </Item>
      )}
      {tables.map((table, index) => (
        <Item key={index} label={table.caption} note={formatPlural(table.rows.length, "row")}>
          <Formats
            save={(format) =>
              act(() =>
                commands.table(table, format)
              )}
          />
        </Item>
      ))}
      {tables.length > 1 && (
        <Item label="All tables">
          <button type="button" onClick={act(() => commands.allTables(tables))}>JSON</button>
        </Item>
      )}
    </>
  );
}

function Figures({ commands, act }: ActProps) {
  const figures = useMemo(() => findFigures(document.querySelector("main")!), []);
  return (
    <>
      {figures.map((figure, index) => (
        <Item key={index} label={figure.title} note="figure">
          <button type="button" onClick={act(() => commands.figure(figure, "svg"))}>SVG</button>
          <button type="button" onClick={act(() => commands.figure(figure, "png"))}>PNG</button>
        </Item>
      ))}
    </>
  );
}

interface ItemProps {
  readonly label: string;
  readonly note?: string;
  readonly children: ComponentChildren;
}

/** One thing to take, and the forms it comes in. */
function Item({ label, note, children }: ItemProps) {
  return (
    <div class="share-item" role="group" aria-label={label}>
      <span>
        {label}
        {note && <span class="quiet small">{note}</span>}
      </span>
      <span class="toolbar">{children}</span>
    </div>
  );
}
