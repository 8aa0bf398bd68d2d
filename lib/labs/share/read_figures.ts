/**
 * Reads what a page shows, by what the page exposes to programs: regions with `data-source`, captions, and unrounded
 * `data-` attributes. The one file of the labs that knows a document, and only the one it is given.
 *
 * @module
 */
import type { Figure, StoredResults } from "@/lib/experiment/store/stored_experiment.ts";

/** What a figure is called, by the attribute that holds it. */
const FIGURES: Readonly<Record<string, string>> = {
  probability: "probability",
  shapedProbability: "after the sampler",
  logit: "logit",
  logProbability: "log-probability",
  loss: "loss",
  entropy: "entropy",
  count: "count",
  meanNats: "mean loss in nats",
  meanBits: "mean loss in bits",
  perplexity: "perplexity",
  sequenceProbability: "probability of the sequence",
  sequenceLogProbability: "log-probability of the sequence",
  geometricMean: "geometric mean",
  tokensScored: "tokens scored",
  meanNllNats: "mean loss in nats",
  bitsPerByte: "bits per byte",
  bytes: "bytes",
  upperBytes: "bytes at most",
  atLeast: "requests at least",
  atMost: "requests at most",
  freeBytes: "free bytes",
  used: "used",
  free: "free",
  kept: "kept",
  dropped: "dropped",
  stop: "stopped by",
};

/** Rows of a long table that are read: the first ones, and the last ones, where a training ends. */
const FIRST_ROWS = 30;
const LAST_ROWS = 10;

const MAX_FIGURES = 300;
const LONGEST_NAME = 200;
const LONGEST_TEXT = 300;
const MAX_SOURCES = 10;

const REGION = "[data-source]";
const TOKENS = '[aria-label="Generated tokens"]';

/**
 * Reads the figures that are shown below an element, in the order of the page.
 *
 * @returns Null where there are none, or where a result is still being computed.
 */
export function readFigures(root: ParentNode): StoredResults | null {
  const regions = [...root.querySelectorAll<HTMLElement>(`${REGION}, ${TOKENS}`)];
  if (regions.some((region) => region.closest('[aria-busy="true"]'))) return null;
  const elements = regions.flatMap((region) => [region, ...region.querySelectorAll<HTMLElement>("*")]);
  const figures: Figure[] = [];
  const sources = new Set<string>();
  const names = new Map<string, number>();
  for (const element of new Set(elements)) {
    if (!isRead(element)) continue;
    const found = figuresOf(element);
    for (const { name, value } of found) figures.push({ name: numbered(name, names), value });
    const source = element.closest<HTMLElement>(REGION)?.dataset["source"];
    if (source && found.length > 0) sources.add(source.slice(0, LONGEST_NAME));
  }
  if (figures.length === 0) return null;
  return { sources: [...sources].slice(0, MAX_SOURCES), figures: figures.slice(0, MAX_FIGURES) };
}

function figuresOf(element: HTMLElement): Figure[] {
  const place = placeOf(element);
  const named = Object.entries(element.dataset).flatMap(([key, text]) => {
    const what = Object.hasOwn(FIGURES, key) ? FIGURES[key] : undefined;
    return what === undefined ? [] : [{ name: `${place}, ${what}`, value: valueOf(text ?? "") }];
  });
  if (!isGenerated(element)) return named;
  return [{ name: place, value: valueOf(element.dataset["id"] ?? "") }, ...named];
}

/** A name that several rows share, such as that of a token that a text repeats, gets its turn. */
function numbered(name: string, names: Map<string, number>): string {
  const short = name.slice(0, LONGEST_NAME);
  const turn = (names.get(short) ?? 0) + 1;
  names.set(short, turn);
  return turn === 1 ? short : `${short} (${turn})`;
}

/** Long tables are read at both ends; what says nothing by itself is left out. */
function isRead(element: HTMLElement): boolean {
  const row = element.closest("tr");
  const rows = row?.parentElement?.children;
  if (!row || !rows) return true;
  const index = [...rows].indexOf(row);
  return index < FIRST_ROWS || index >= rows.length - LAST_ROWS;
}

function isGenerated(element: HTMLElement): boolean {
  return element.tagName === "LI" && element.dataset["id"] !== undefined && element.closest(TOKENS) !== null;
}

/** Where an element stands: the table's caption or the list's name, and the row. */
function placeOf(element: HTMLElement): string {
  const caption = element.closest("table")?.caption?.textContent ?? "";
  const named = element.closest<HTMLElement>("ol[aria-label], ul[aria-label], section[aria-label]");
  const place = squeezed(caption) || named?.getAttribute("aria-label") || "Result";
  const row = rowOf(element);
  return row === "" ? place : `${place}, ${row}`;
}

function rowOf(element: HTMLElement): string {
  const { step, id, token } = element.dataset;
  if (step !== undefined) return `step ${step}`;
  if (element.tagName === "LI") return String([...element.parentElement!.children].indexOf(element) + 1);
  if (element.tagName !== "TR") return "";
  const text = squeezed((element as HTMLTableRowElement).cells[0]?.textContent ?? "");
  return token ?? (id === undefined ? text : `token ${id}`);
}

function squeezed(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** A number unrounded, what is infinite as null, and anything else as its text. */
function valueOf(text: string): Figure["value"] {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) return text.slice(0, LONGEST_TEXT);
  return Number.isFinite(value) ? value : null;
}
