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

const MOST_FIGURES = 300;
const LONGEST_NAME = 200;
const LONGEST_TEXT = 300;
const MOST_SOURCES = 10;

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
  const figures = new Map<string, Figure["value"]>();
  const sources = new Set<string>();
  for (const region of regions) {
    const found = figuresOf(region);
    for (const { name, value } of found) if (!figures.has(name)) figures.set(name, value);
    const source = region.dataset["source"];
    if (source && found.length > 0) sources.add(source.slice(0, LONGEST_NAME));
  }
  if (figures.size === 0) return null;
  const read = [...figures].map(([name, value]) => ({ name, value }));
  return { sources: [...sources].slice(0, MOST_SOURCES), figures: read.slice(0, MOST_FIGURES) };
}

function figuresOf(region: HTMLElement): Figure[] {
  const elements = [region, ...region.querySelectorAll<HTMLElement>("*")];
  return elements.filter(isRead).flatMap((element) => {
    const place = placeOf(element);
    const named = Object.entries(element.dataset).flatMap(([key, text]) => {
      const what = Object.hasOwn(FIGURES, key) ? FIGURES[key] : undefined;
      return what === undefined ? [] : [figure(`${place}, ${what}`, valueOf(text ?? ""))];
    });
    return isGenerated(element) ? [figure(place, valueOf(element.dataset["id"] ?? "")), ...named] : named;
  });
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

function figure(name: string, value: Figure["value"]): Figure {
  return { name: name.slice(0, LONGEST_NAME), value };
}

/** A number unrounded, what is infinite as null, and anything else as its text. */
function valueOf(text: string): Figure["value"] {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) return text.slice(0, LONGEST_TEXT);
  return Number.isFinite(value) ? value : null;
}
