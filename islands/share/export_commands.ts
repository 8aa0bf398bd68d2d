/**
 * Makes files of what a page shows and hands them to the visitor. What is only needed for a press comes with it.
 *
 * @module
 */
import { saveFile } from "./save_file.ts";
import type { Shared } from "./shared.ts";
import type { CodeLanguage } from "@/lib/labs/share/api_code.ts";
import { fileStem, formatExperimentFile, queryRecord } from "@/lib/labs/share/experiment_file.ts";
import type { PageFigure } from "@/lib/labs/share/find_figures.ts";
import type { PageTable } from "@/lib/labs/share/page_table.ts";
import { csvNote, tableCsv, tablesJson } from "@/lib/labs/share/table_text.ts";

/** Each saves a file and resolves to its name; rejects with a sentence for the page. */
export interface ExportCommands {
  table(table: PageTable, form: "csv" | "json"): Promise<string>;
  allTables(tables: readonly PageTable[]): Promise<string>;
  /** What only the lab has in full: the predictor's whole vocabulary, the loss of every training step. */
  whole(form: "csv" | "json"): Promise<string>;
  figure(figure: PageFigure, form: "svg" | "png"): Promise<string>;
  code(language: CodeLanguage): Promise<string>;
  experiment(): Promise<string>;
}

const TYPES: Readonly<Record<string, string>> = {
  csv: "text/csv;charset=utf-8",
  json: "application/json",
  svg: "image/svg+xml",
  py: "text/x-python",
  ts: "text/plain;charset=utf-8",
};

/** The commands for one experiment. */
export function createExportCommands(shared: Shared): ExportCommands {
  const { page, params, title, address, lab } = shared;
  const stem = fileStem(page);
  const link = address ?? `${location.origin}${page}`;

  function save(name: string, content: string | Blob): string {
    const type = TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "text/plain";
    saveFile(name, typeof content === "string" ? new Blob([content], { type }) : content);
    return name;
  }

  function saveTable(table: PageTable, form: "csv" | "json"): string {
    const name = `${stem}-${slug(table.caption)}.${form}`;
    if (form === "json") return save(name, tablesJson([table], link));
    const note = csvNote(table);
    return save(name, tableCsv(table)) + (note === null ? "" : `: ${note}`);
  }

  return {
    table: (table, form) => Promise.resolve(saveTable(table, form)),
    allTables: (tables) => Promise.resolve(save(`${stem}.json`, tablesJson(tables, link))),
    whole: async (form) => saveTable(await wholeTable(shared), form),
    async figure(figure, form) {
      const { drawSvg } = await import("@/lib/labs/share/svg/draw_svg.ts");
      const svg = drawSvg(figure.element, { title: figure.title, description: link });
      const name = `${stem}-${slug(figure.title)}.${form}`;
      if (form === "svg") return save(name, svg);
      const { svgPng } = await import("@/lib/labs/share/svg/svg_png.ts");
      return save(name, await svgPng(svg));
    },
    async code(language) {
      if (lab.train) return await saveTorch(shared);
      return save(`${stem}.${language === "python" ? "py" : "ts"}`, await codeText(shared, language, link));
    },
    experiment: () =>
      Promise.resolve(
        save(`${stem}.experiment.json`, formatExperimentFile({ page, query: queryRecord(params), title })),
      ),
  };
}

async function wholeTable({ lab }: Shared): Promise<PageTable> {
  if (lab.train) {
    const { lossTable } = await import("@/lib/labs/share/train_take.ts");
    const run = lab.train.state.run.peek();
    if (run === null) throw new Error("Train first: there is no loss to save.");
    return lossTable(run);
  }
  const { vocabularyTable } = await import("@/lib/labs/share/predictor_take.ts");
  const table = lab.predictor ? await vocabularyTable(lab.predictor) : null;
  if (table === null) throw new Error("The model has no answer for this text yet: there is nothing to save.");
  return table;
}

/** The training lab writes its script itself: it has the run. */
async function saveTorch({ lab }: Shared): Promise<string> {
  if (!lab.train?.state.run.peek()) throw new Error("Train first: the script is that of a run.");
  await lab.train.save("python");
  return "the PyTorch script";
}

async function codeText(
  { page, params, lab }: Shared,
  language: CodeLanguage,
  link: string,
): Promise<string> {
  if (lab.predictor) {
    const { modelCode } = await import("@/lib/labs/share/predictor_take.ts");
    const code = modelCode(lab.predictor, language, link);
    if (code !== null) return code;
  }
  const [{ apiRequest }, { apiCode }] = await Promise.all([
    import("@/lib/labs/share/api_request.ts"),
    import("@/lib/labs/share/api_code.ts"),
  ]);
  const request = apiRequest(page, params);
  if (request === null) {
    throw new Error(
      "The API does not compute this: undo the generated tokens, or load the model that is named.",
    );
  }
  return apiCode(language, { request, origin: location.origin, link });
}

/** A caption as a part of a file's name. */
function slug(text: string): string {
  const words = text.toLowerCase().normalize("NFKD").replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
  return words.slice(0, 48).replace(/-$/, "") || "table";
}
