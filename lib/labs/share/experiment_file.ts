/**
 * An experiment as a file that can be opened again.
 *
 * @module
 */
import { firstCharacters } from "@/lib/lm/graphemes.ts";

/** A page's query as plain data: a name that stands several times has a list. */
type QueryRecord = Readonly<Record<string, string | readonly string[]>>;

/** What a file holds. */
export interface ExperimentFile {
  /** Path of the page. */
  readonly page: string;
  readonly query: QueryRecord;
  readonly title?: string;
}

const FORMAT = "next-token-playground/experiment";
const VERSION = 1;

/** Bytes of the largest file that is read: a text of a book fits. */
export const MAX_FILE_BYTES = 4_000_000;

const MAX_NAMES = 200;

/** A file that cannot be opened, with the reason in words for the page. */
export class FileProblem extends Error {}

/** Writes a file's text. */
export function formatExperimentFile({ page, query, title }: ExperimentFile): string {
  return JSON.stringify({ format: FORMAT, version: VERSION, page, query, ...(title && { title }) }, null, 2) +
    "\n";
}

/**
 * Reads a file's text.
 *
 * @param pages Paths of the pages that exist.
 * @throws {FileProblem} If it is no experiment of this site.
 */
export function parseExperimentFile(text: string, pages: readonly string[]): ExperimentFile {
  const value = parseObject(text);
  if (value["format"] !== FORMAT) {
    throw new FileProblem("This file is no experiment of this site: its format is not " + FORMAT + ".");
  }
  if (value["version"] !== VERSION) {
    throw new FileProblem(
      "This file was written by a newer version of this site, which this one cannot read.",
    );
  }
  const { page, query, title } = value;
  if (typeof page !== "string" || !pages.includes(page)) {
    throw new FileProblem("This file names a page that this site does not have.");
  }
  if (!isQuery(query)) {
    throw new FileProblem("This file's query is damaged: it is not a list of names and texts.");
  }
  return {
    page,
    query,
    ...(typeof title === "string" && title !== "" && { title: firstCharacters(title, 200) }),
  };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // said below
  }
  throw new FileProblem("This file is no experiment: it does not hold JSON.");
}

function isQuery(value: unknown): value is QueryRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const entries = Object.values(value);
  return entries.length <= MAX_NAMES &&
    entries.every((each) =>
      typeof each === "string" || Array.isArray(each) && each.every((item) => typeof item === "string")
    );
}

/** A query's names and values as an address writes them. */
export function queryParams(query: QueryRecord): URLSearchParams {
  return new URLSearchParams(
    Object.entries(query).flatMap(([name, value]) => [value].flat().map((each) => [name, each as string])),
  );
}

/** An address' names and values as plain data. */
export function queryRecord(params: URLSearchParams): Record<string, string | string[]> {
  const record: Record<string, string | string[]> = {};
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name);
    // Not an assignment: a name can be __proto__.
    Object.defineProperty(record, name, {
      value: values.length === 1 ? values[0]! : values,
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return record;
}

/** Name of a file for a page: `predictor`, `softmax`, … */
export function fileStem(page: string): string {
  return page === "/" ? "predictor" : page.slice(1).replaceAll(/[^\w-]+/g, "-");
}
