/**
 * Tracking messages: what happens to one shipment, told in a few sentences that agree with one another.
 *
 * @module
 */
import { all, any, compute, draw, evenly, maybe, type Node, pick, type Weighted } from "./node.ts";
import * as lexicon from "./lexicon.ts";

const RARE: readonly (readonly [number, string])[] = lexicon.RARE_PLACES.map((
  [, place],
) => [0.01 / 32, place]);

/**
 * What follows "left the": warehouse 85 %, hub 10 %, carrier 3 %, coupon one in a million. Of the rest,
 * "regional" leads to a hub and "checkout" to a page.
 */
const LEFT_THE: Node = pick(
  [0.85, "warehouse"],
  [0.10, "hub"],
  [0.03, "carrier"],
  [0.006, all("regional ", pick([0.92, "hub"], [0.05, "warehouse"], [0.03, "depot"]))],
  [0.004, all("checkout ", pick([0.93, "page"], [0.04, "counter"], [0.03, "queue"]))],
  [0.000001, "coupon"],
  [0.009999, pick(...RARE)],
);

const HOURS: Weighted<number> = evenly(Array.from({ length: 12 }, (_, hour) => hour + 1));

/** The slots of a tracking story. */
export const SHIPPING_SLOTS: Node = all(
  draw("shipment", lexicon.SHIPMENTS),
  draw("customer", lexicon.PEOPLE),
  draw("city", lexicon.CITIES),
  draw("origin", ({ city }) => lexicon.CITIES.filter(([, name]) => name !== city)),
  draw("carrier", lexicon.CARRIERS),
  draw("day", lexicon.DAYS),
  draw("cause", lexicon.CAUSES),
  draw("hour", HOURS),
  draw("goods", lexicon.GOODS),
  draw("place", lexicon.SAFE_PLACES),
);

const nextDay = compute(({ day }) => lexicon.NEXT_DAY[String(day)] ?? "Monday");

const departures: Node = any(
  all(
    "The {shipment} left the ",
    LEFT_THE,
    any(" on {day}.", " at {hour} in the morning.", " for {city}.", "."),
  ),
  "The {shipment} was picked up in {origin} on {day}.",
  "{carrier} collected the {shipment} from {origin}.",
  "A courier took the {shipment} to the depot in {origin}.",
  "The {shipment} for {customer} was packed on {day}.",
  "{customer} sent a {goods} to {city} with {carrier}.",
  "The label for {city} was printed in {origin}.",
  "The {shipment} was weighed and labeled in {origin}.",
);

const travels: Node = any(
  "It is on its way to {city}.",
  "It passed through {origin} on {day}.",
  "It arrived at the sorting center in {city}.",
  "The truck reached {city} at {hour}.",
  "A driver of {carrier} has it now.",
  "It changed trucks in {origin}.",
  "The scanner in {city} read its label.",
  "It waits in {city} for a driver.",
  all("It was loaded on {day} and will be unloaded on ", nextDay, "."),
  "Customs in {city} opened the {shipment} and closed it again.",
);

const troubles: Node = any(
  "It is late because of {cause}.",
  "In {origin} it was held up by {cause}.",
  "The delivery was moved from {day} because of {cause}.",
  "The driver found no one at home and left it {place}.",
  "The address in {city} was not complete.",
  "The {shipment} was sent back to {origin} by mistake.",
  all("It will come on ", nextDay, ", one day after {day}, because of {cause}."),
);

const arrivals: Node = any(
  "{customer} signed for the {shipment} on {day}.",
  "The {shipment} was delivered {place}.",
  "The courier left it {place}.",
  "{customer} found the {shipment} {place}.",
  all("On ", nextDay, " {customer} opened it and found {customer.their} {goods}."),
  "The {shipment} reached {customer} in {city} at {hour}.",
  "{customer} thanked {carrier} for the {goods}.",
);

const updates: Node = any(
  "Status: in transit to {city}.",
  "Status: out for delivery.",
  "Next stop: {city}.",
  "Expected at {hour} on {day}.",
  "Carrier: {carrier}.",
  "Recipient: {customer}.",
);

/** A tracking message of two to five sentences about one shipment. */
export const trackingStory: Node = all(
  SHIPPING_SLOTS,
  departures,
  maybe(0.8, all(" ", travels)),
  maybe(0.4, all(" ", troubles)),
  maybe(0.3, all(" ", updates)),
  maybe(0.6, all(" ", arrivals)),
);

const SCANS: readonly (readonly [number, string])[] = [[0.4, "delivered"], [0.35, "delayed"], [
  0.25,
  "rerouted",
]];
const AFTER_SCAN: { readonly [scan: string]: Node } = {
  delivered: any(" {place}.", " to {customer}.", " at {hour}."),
  delayed: any(" by {cause}.", " until {day}.", " in {origin}."),
  rerouted: any(" to {city}.", " through {origin}.", " because of {cause}."),
};

/** Short messages whose shape is stated: what a scan says, where an order shipped from, how delivery is. */
export const statements: Node = pick(
  [
    3,
    all(
      SHIPPING_SLOTS,
      "The carrier scan says the parcel was ",
      scanResult(SCANS),
      maybe(0.5, all(" ", travels)),
    ),
  ],
  [
    3,
    all(
      "Order shipped from the ",
      pick([0.85, "warehouse"], [0.10, "store"], [0.05, "hub"]),
      pick([0.80, "."], [
        0.20,
        all(
          SHIPPING_SLOTS,
          any(" and is on its way to {city}.", " and will arrive on {day}.", " and {carrier} has it."),
        ),
      ]),
    ),
  ],
  [
    2,
    all(
      SHIPPING_SLOTS,
      "Delivery is ",
      pick(
        [0.5, all("late", any(".", " because of {cause}.", " today.", " again."))],
        [0.2, "planned for {day}."],
        [0.15, "free for {goods.plural}."],
        [0.1, "on time."],
        [0.05, "complete."],
      ),
    ),
  ],
);

function scanResult(scans: readonly (readonly [number, string])[]): Node {
  return pick(...scans.map(([chance, scan]) => [chance, all(scan, AFTER_SCAN[scan]!)] as const));
}
