/**
 * Where things are done: hubs of a region, pages and counters where one pays.
 *
 * @module
 */
import { all, any, maybe, type Node, pick } from "./node.ts";
import { SHIPPING_SLOTS } from "./shipping.ts";

const REGIONAL: Node = pick([0.92, "regional hub"], [0.05, "regional warehouse"], [0.03, "regional depot"]);
const CHECKOUT: Node = pick([0.93, "checkout page"], [0.04, "checkout counter"], [0.03, "checkout queue"]);

const hubs: Node = any(
  all("The ", REGIONAL, " in {city} opens at {hour}."),
  all("The ", REGIONAL, " is closed on {day}."),
  all("{customer} works at the ", REGIONAL, " in {city}."),
  all("Parcels for {city} go through the ", REGIONAL, "."),
  all("{carrier} built a new ", REGIONAL, " near {city}."),
);

const checkouts: Node = any(
  all("The ", CHECKOUT, " was slow on {day}."),
  all("{customer} paid for the {goods} on the ", CHECKOUT, "."),
  all("{customer} left the ", CHECKOUT, " without the {goods}."),
  all("The price of the {goods} is shown on the ", CHECKOUT, "."),
  all("The ", CHECKOUT, " asks for a city and a name."),
);

/** One or two sentences about hubs or checkouts. */
export const places: Node = all(
  SHIPPING_SLOTS,
  any(all(hubs, maybe(0.3, all(" ", hubs))), all(checkouts, maybe(0.3, all(" ", checkouts)))),
);
