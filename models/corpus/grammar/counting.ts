/**
 * Item counts with returns: subtraction up to 50. A fifth of the pairs never occurs in the text, so that a
 * model that has learned the rule can be told from one that remembers.
 *
 * @module
 */
import {
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

/** The largest number that occurs in a count. */
export const LARGEST = 50;

/** Whether `ordered - returned` is one of the pairs that the text never holds: a fixed fifth, spread evenly. */
export function isHeldOut(ordered: number, returned: number): boolean {
  return (ordered * 7 + returned * 3) % 5 === 0 && returned > 0 && ordered > 3;
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, i) => from + i);
}

function returnable(ordered: number): Weighted<number> {
  return evenly(range(1, ordered).filter((returned) => !isHeldOut(ordered, returned)));
}

const ORDERED = evenly(range(2, LARGEST));

function difference(from: string, taken: string): Node {
  return compute((bindings: Bindings) => String(Number(bindings[from]) - Number(bindings[taken])));
}

function slots(prefix = ""): Node {
  return all(
    draw(`n${prefix}`, ORDERED),
    draw(`r${prefix}`, (bindings) => returnable(Number(bindings[`n${prefix}`]))),
    draw("customer", lexicon.PEOPLE),
    draw("goods", lexicon.GOODS),
    draw("city", lexicon.CITIES),
  );
}

const left = difference("n", "r");

/** The worked prompt: "An order contains 5 items. After a return of 2 items, the retained item count is 3." */
const retained: Node = all(
  slots(),
  "An order contains {n} items. After a return of {r} items, the retained item count is ",
  left,
  ".",
);

const stories: Node = all(
  slots(),
  any(
    all("{customer} ordered {n} {goods.plural} and sent {r} back, so {customer.they} kept ", left, "."),
    all("Of {n} {goods.plural}, {r} were returned and ", left, " were kept."),
    all("The depot in {city} had {n} {goods.plural}. It shipped {r} and has ", left, " left."),
    all("Count: {n} ordered, {r} returned, ", left, " retained."),
    all("There were {n} boxes on the truck. After {r} stops with one box each, ", left, " boxes were left."),
    all("{n} minus {r} is ", left, "."),
    all("{n} - {r} = ", left, "."),
    all("If {customer} has {n} {goods.plural} and gives away {r}, ", left, " remain."),
  ),
);

const sums: Node = all(
  draw("b", evenly(range(1, 25))),
  draw("c", evenly(range(1, 25))),
  any(
    all("{b} plus {c} is ", compute(({ b, c }) => String(Number(b) + Number(c))), "."),
    all("{b} + {c} = ", compute(({ b, c }) => String(Number(b) + Number(c))), "."),
  ),
);

const neighbors: Node = all(
  draw("n", evenly(range(1, LARGEST - 3))),
  any(
    all("Boxes {n}, ", plus(1), ", ", plus(2), " and ", plus(3), " are on the shelf."),
    all("After {n} comes ", plus(1), "."),
    all("Before ", plus(1), " comes {n}."),
    all(plus(1), " is one more than {n}."),
    all("{n} is less than ", plus(2), "."),
  ),
);

function plus(amount: number): Node {
  return compute(({ n }) => String(Number(n) + amount));
}

/** One to three statements about counts. */
export const counts: Node = all(
  pick([5, retained], [5, stories], [1, sums], [1, neighbors]),
  maybe(0.25, any(" The count was checked twice.", " The list is complete.", " The refund is on its way.")),
);
