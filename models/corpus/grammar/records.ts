/**
 * Formal text: JSON scan events, Python, SQL and Markdown tables. Few tokens can follow here, and brackets
 * and quotes have to be closed.
 *
 * @module
 */
import { all, any, compute, draw, evenly, maybe, type Node, pick, verbatim, type Weighted } from "./node.ts";
import * as lexicon from "./lexicon.ts";

const EVENTS: Weighted<string> = [[4, "scanned"], [3, "delivered"], [2, "delayed"], [1, "returned"]];

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}

const RECORD_SLOTS: Node = all(
  draw("city", lexicon.CITIES),
  draw("origin", ({ city }) => lexicon.CITIES.filter(([, name]) => name !== city)),
  draw("carrier", lexicon.CARRIERS),
  draw("shipment", lexicon.SHIPMENTS),
  draw("event", EVENTS),
  draw("id", evenly(range(10, 99))),
  draw("hour", evenly(range(1, 23))),
  draw("n", evenly(range(1, 9))),
  draw("goods", lexicon.GOODS),
);

const OPEN = verbatim("{");
const CLOSE = verbatim("}");

function field(name: string, value: string): Node {
  return all(`"${name}": `, value);
}

const compactEvent: Node = all(
  OPEN,
  field("event", '"{event}"'),
  any(
    all(", ", field("id", "{id}")),
    all(", ", field("id", "{id}"), ", ", field("city", '"{city}"')),
    all(", ", field("carrier", '"{carrier}"')),
    all(", ", field("from", '"{origin}"'), ", ", field("to", '"{city}"')),
  ),
  maybe(0.4, all(", ", field("hour", "{hour}"))),
  CLOSE,
);

const indentedEvent: Node = all(
  OPEN,
  "\n  ",
  field("event", '"{event}"'),
  ",\n  ",
  field("shipment", '"{shipment}"'),
  maybe(0.5, all(",\n  ", field("city", '"{city}"'))),
  maybe(0.5, all(",\n  ", field("items", "{n}"))),
  "\n",
  CLOSE,
);

const event: Node = pick([7, compactEvent], [3, indentedEvent]);

/** A sentence about where a JSON record starts, with the record often following. */
export const recordStart: Node = all(
  RECORD_SLOTS,
  "A shipment event JSON record starts with",
  pick(
    [0.7, all(" ", event)],
    [0.1, " a brace and ends with one."],
    [0.06, " the name of the event."],
    [0.08, all("\n", event)],
    [0.06, ' "event" or "id".'],
  ),
);

/** One to three JSON events about one shipment. */
export const eventLog: Node = all(RECORD_SLOTS, event, maybe(0.4, all("\n", event)));

const python: Node = any(
  "def ship({shipment}):\n    if {shipment}.ready:\n        return send({shipment})\n    return None",
  "def weight({shipment}):\n    total = 0\n    for item in {shipment}.items:\n        total = total + item.weight\n    return total",
  'def status({shipment}):\n    if {shipment}.{event}:\n        return "{event}"\n    return "unknown"',
  "for {shipment} in {shipment}s:\n    if {shipment}.hour < {hour}:\n        print({shipment}.id)",
  'class Label:\n    def print(self):\n        print("{city}", {id})',
  "while items:\n    item = items.pop()\n    pack(item)",
  "def total(items):\n    total = 0\n    for item in items:\n        total = total + item.price\n    return total",
  "def total(items):\n    return sum(item.price for item in items)",
  "def is_late({shipment}):\n    return {shipment}.hour > {hour}",
  "def count({shipment}s):\n    count = 0\n    for {shipment} in {shipment}s:\n        if {shipment}.{event}:\n            count = count + 1\n    return count",
);

const COLUMNS = evenly(["id", "city", "carrier", "hour", "items", "status"]);
const COLUMN_SLOTS: Node = all(
  draw("column", COLUMNS),
  draw("other", ({ column }) => COLUMNS.filter(([, c]) => c !== column)),
);

const sql: Node = all(
  COLUMN_SLOTS,
  pick([2, "SELECT {column} FROM {shipment}s"], [2, "SELECT {column}, {other} FROM {shipment}s"], [
    1,
    "SELECT * FROM {shipment}s",
  ]),
  pick(
    [
      0.6,
      any(" WHERE city = '{city}'", " WHERE id = {id}", " WHERE hour > {hour}", " WHERE status = '{event}'"),
    ],
    [0.2, " WHERE carrier = '{carrier}' AND hour < {hour}"],
    [0.2, ""],
  ),
  pick([0.3, " ORDER BY {other}"], [0.2, " GROUP BY {column}"], [0.5, ""]),
  ";",
);

const table: Node = all(
  draw("second", ({ goods }) => lexicon.GOODS.filter(([, other]) => other !== goods)),
  draw("m", evenly(range(1, 9))),
  "| item | count |\n| --- | --- |\n| {goods} | {n} |\n| {second} | {m} |",
  maybe(0.5, all("\n| total | ", compute(({ n, m }) => String(Number(n) + Number(m))), " |")),
);

const statusTable: Node = all(
  draw("secondId", ({ id }) => evenly(range(10, 99).filter((other) => other !== id))),
  draw("secondEvent", EVENTS),
  any("| {shipment} | status |", "| id | status |"),
  "\n|---|---|\n| {id} | {event} |\n| {secondId} | {secondEvent} |",
);

/** Code, a query or a table. */
export const formal: Node = all(RECORD_SLOTS, pick([4, python], [3, sql], [2, table], [2, statusTable]));
