/**
 * Item counts with returns: subtraction up to 50. A fifth of the pairs never occurs in the text, so that a
 * model that has learned the rule can be told from one that remembers.
 *
 * @module
 */
import {
  again,
  all,
  any,
  type Bindings,
  compute,
  draw,
  evenly,
  maybe,
  type Node,
  pick,
  type Weighted,
} from "./node.ts";
import * as lexicon from "./lexicon.ts";
import { LARGEST, returnable, sumIsHeldOut } from "./subtraction_pairs.ts";

const LEDGER_ROWS = 10;
const ORDERS = 4;
const STOCK_STEPS = 4;

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

function difference(from: string, taken: string): Node {
  return compute((bindings: Bindings) => String(Number(bindings[from]) - Number(bindings[taken])));
}

/** Draws the pair `n…`, `r…`. */
function pair(suffix: string | number = ""): Node {
  return all(
    draw(`n${suffix}`, evenly(range(2, LARGEST))),
    draw(`r${suffix}`, (bindings) => evenly(returnable(Number(bindings[`n${suffix}`])))),
  );
}

const SLOTS: Node = all(
  pair(),
  draw("customer", lexicon.PEOPLE),
  draw("goods", lexicon.GOODS),
  draw("city", lexicon.CITIES),
  draw("day", lexicon.DAYS),
);

const left = difference("n", "r");

const returned = compute(({ r }) => r === 1 ? "item" : "items");

/** The worked prompt: "An order contains 5 items. After a return of 2 items, the retained item count is 3." */
const retained: Node = all(
  "An order contains {n} items. After a return of {r} ",
  returned,
  ", the retained item count is ",
  left,
  ".",
);

function retainedFrom(order: number): Node {
  return all(
    draw(`n${order}`, evenly(range(2, LARGEST))),
    draw(`r${order}`, (bindings) => evenly(returnable(Number(bindings[`n${order}`])))),
    `The next order contains {n${order}} items. After a return of {r${order}} `,
    compute((bindings) => bindings[`r${order}`] === 1 ? "item" : "items"),
    ", the retained item count is ",
    difference(`n${order}`, `r${order}`),
    ".",
    order < ORDERS ? maybe(0.8, all(" ", again(() => retainedFrom(order + 1)))) : "",
  );
}

/** The worked prompt, and more of its kind after it. */
const orders: Node = all(retained, " ", retainedFrom(1));

const stories: Node = any(
  all("{customer} ordered {n} {goods.plural} and sent {r} back, so {customer.they} kept ", left, "."),
  all("Of {n} {goods.plural}, {r} were returned and ", left, " were kept."),
  all("The depot in {city} had {n} {goods.plural}. It shipped {r} and has ", left, " left."),
  all("Count: {n} ordered, {r} returned, ", left, " retained."),
  all("There were {n} boxes on the truck. After {r} stops with one box each, ", left, " boxes were left."),
  all("{n} minus {r} is ", left, "."),
  all("{n} - {r} = ", left, "."),
  all("What is {n} minus {r}? It is ", left, "."),
  all("If {customer} has {n} {goods.plural} and gives away {r}, ", left, " remain."),
  all("{customer} had {n} letters to post. On {day} {r} were posted, and ", left, " were not."),
);

const NUMBERS = range(1, LEDGER_ROWS);

const ledgerSlots: Node = all(
  ...NUMBERS.map(pair),
  ...NUMBERS.map((i) => draw(`goods${i}`, lexicon.GOODS)),
);

function rowsAfter(first: number, row: (i: number) => Node): Node {
  const rest = first < LEDGER_ROWS ? maybe(0.9, rowsAfter(first + 1, row)) : "";
  return all(row(first), rest);
}

/** Several counts in one text, rows of the same shape. */
const ledger: Node = all(
  ledgerSlots,
  any(
    all(
      "| item | ordered | returned | kept |\n|---|---|---|---|",
      rowsAfter(
        1,
        (i) => all(`\n| {goods${i}.plural} | {n${i}} | {r${i}} | `, difference(`n${i}`, `r${i}`), " |"),
      ),
    ),
    all(
      "Returns on {day}:",
      rowsAfter(1, (i) => all(` {n${i}} - {r${i}} = `, difference(`n${i}`, `r${i}`), ";")),
      " done.",
    ),
    all(
      "{customer} counted:",
      rowsAfter(
        1,
        (i) => all(`\n{goods${i}.plural}: {n${i}} minus {r${i}} is `, difference(`n${i}`, `r${i}`)),
      ),
    ),
    all(
      "Kept of what was ordered:",
      rowsAfter(1, (i) => all(` {n${i}} - {r${i}} = `, difference(`n${i}`, `r${i}`), ";")),
      " done.",
    ),
  ),
);

const stockSteps = range(1, STOCK_STEPS);

function remaining(bindings: Bindings, steps: number): number {
  let stock = Number(bindings["stock"]);
  for (let step = 1; step <= steps; step++) stock -= Number(bindings[`sold${step}`]);
  return stock;
}

const stockSlots: Node = all(
  draw("stock", evenly(range(40, LARGEST))),
  ...stockSteps.map((step) =>
    draw(
      `sold${step}`,
      (bindings) => evenly(returnable(remaining(bindings, step - 1)).filter((sold) => sold < 10)),
    )
  ),
);

function salesFrom(step: number): Node {
  const sale = all(` It sold {sold${step}} and had `, compute((b) => String(remaining(b, step))), " left.");
  if (step === STOCK_STEPS) return sale;
  const rest = salesFrom(step + 1);
  return all(sale, step < 2 ? rest : maybe(0.6, rest));
}

/** A stock that falls step by step: each answer is the next question's first number. */
const stock: Node = all(stockSlots, "The shop in {city} had {stock} {goods.plural}.", salesFrom(1));

const SUMS: Weighted<string> = evenly(
  range(1, 25).flatMap((b) => range(1, 25).filter((c) => !sumIsHeldOut(b, c)).map((c) => `${b} ${c}`)),
);

function term(index: 0 | 1): Node {
  return compute(({ sum }) => String(sum).split(" ")[index]!);
}

const total = compute(({ sum }) => String(String(sum).split(" ").reduce((a, b) => a + Number(b), 0)));

const sums: Node = all(
  draw("sum", SUMS),
  any(
    all(term(0), " plus ", term(1), " is ", total, "."),
    all(term(0), " + ", term(1), " = ", total, "."),
    all("{customer} had ", term(0), " {goods.plural} and bought ", term(1), " more, so now ", total, "."),
  ),
);

function plus(amount: number): Node {
  return compute(({ at }) => String(Number(at) + amount));
}

const neighbors: Node = all(
  draw("at", evenly(range(1, LARGEST - 3))),
  any(
    all("Boxes {at}, ", plus(1), ", ", plus(2), " and ", plus(3), " are on the shelf."),
    all("After {at} comes ", plus(1), "."),
    all("Before ", plus(1), " comes {at}."),
    all(plus(1), " is one more than {at}."),
    all("{at} is less than ", plus(2), "."),
  ),
);

/** Statements about counts. */
export const counts: Node = all(
  SLOTS,
  pick([4, retained], [4, orders], [4, stories], [8, ledger], [2, stock], [1, sums], [1, neighbors]),
  maybe(0.25, any(" The count was checked twice.", " The list is complete.", " The refund is on its way.")),
);

/** Nothing but subtractions, many in a text: what a model reads for a while until it has found the rule. */
export const numberLessons: Node = all(SLOTS, pick([1, orders], [2, ledger]));
