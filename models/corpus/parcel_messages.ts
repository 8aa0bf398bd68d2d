/**
 * Writes static/corpora/parcel_messages.txt: short tracking and support messages for the count model.
 *
 * How often each continuation follows is fixed by the tables below; the seed only picks the rest of each sentence
 * and the order of the messages.
 *
 *     deno run --allow-write=static/corpora models/corpus/parcel_messages.ts
 *
 * @module
 */
import { defaultRng } from "@/lib/lm/sampler/pcg64.ts";

const SEED = 7;

const SUBJECTS = ["The package", "The package", "The package", "Your package", "This package"];
const DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const HOURS = ["8", "9", "10", "11"];
const NAMES = ["Ada", "Ben", "Chloe", "Daniel", "Emma", "Felix", "Grace", "Hugo", "Ines", "Jonas"];
const PLACES = [
  "the front desk",
  "a neighbor",
  "the mailbox",
  "the parcel locker",
  "the back door",
  "the reception",
];
const THINGS = ["package", "parcel", "order", "letter", "shipment"];

/** How many messages each continuation has. */
const CONTINUATIONS: readonly (readonly [prompt: string, continuations: Readonly<Record<string, number>>])[] =
  [
    ["{subject} left the", { warehouse: 96, hub: 11, carrier: 3, store: 1, depot: 1 }],
    ["The parcel left the", { "regional hub": 10, "local warehouse": 6, warehouse: 4, hub: 2, depot: 1 }],
    ["The order left the", { "regional hub": 4, "local warehouse": 2, warehouse: 4, carrier: 1 }],
    ["The customer left the", { "checkout page": 7, "checkout page without paying": 2, "store": 1 }],
    ["The carrier scan says the parcel was", { delivered: 9, delayed: 7, rerouted: 5, returned: 1 }],
    ["Order shipped from the", { warehouse: 17, store: 2, hub: 1 }],
    ["The support bot answered", { correctly: 12, slowly: 3, "the question": 1 }],
    ["The support agent answered", { correctly: 2, "the call": 3, politely: 1 }],
  ];

/** Messages that stand as they are, with how often. */
const MESSAGES: Readonly<Record<string, number>> = {
  "Delivery is late.": 6,
  "Delivery is late because of the snow.": 3,
  "Delivery is late, and we are sorry.": 2,
  "Delivery is free for orders over 50 euros.": 2,
  "Delivery is on time.": 2,
  "We apologize for the inconvenience. We apologize for the delay.": 5,
  "We apologize for the inconvenience. We apologize for the inconvenience caused by the strike.": 5,
  "We apologize for the inconvenience. We will send a new parcel today.": 3,
  "We apologize for the inconvenience. Your refund is on its way.": 3,
  "We apologize for the inconvenience.": 2,
  "We apologize for the delay. We apologize for the inconvenience.": 3,
  'A shipment event JSON record starts with { "event": "scan", "place": "hub" }': 6,
  'A shipment event JSON record starts with { "event": "delivered", "place": "door" }': 5,
  'A shipment event JSON record starts with {"event": "scan"}': 1,
  "A shipment event JSON record starts with a brace.": 2,
  "A shipment event JSON record starts with the event's name.": 1,
  'A shipment event JSON record starts with "event".': 1,
  'A shipment event JSON record starts with\n{ "event": "scan" }': 1,
  "def is_late(parcel):\n    return parcel.days > 3": 2,
  "def status(parcel):\n    if parcel.scanned:\n        return parcel.status\n    return None": 2,
  "for parcel in parcels:\n    print(parcel.status)": 2,
  "SELECT status FROM parcels WHERE id = 7;": 2,
  "SELECT id FROM parcels WHERE status = 'late' ORDER BY id;": 2,
  "SELECT count(*) FROM orders GROUP BY status;": 1,
  "| parcel | status |\n| --- | --- |\n| 7 | late |\n| 8 | delivered |": 2,
  "| order | items |\n| --- | --- |\n| 12 | 5 |\n| 13 | 2 |": 2,
  "The refund policy says annual plans are non-refundable.": 5,
  "Annual plans are non-refundable.": 2,
  "The refund policy says monthly plans are refundable within 14 days.": 3,
  "The refund policy says annual plans are refundable within 14 days.": 1,
  "The refund policy says opened items are non-refundable.": 2,
  "Orders marked delivered are eligible for refund within 30 days.": 5,
  "Orders marked delivered are eligible for return within 30 days.": 2,
  "Orders marked delivered are eligible for a refund if the box is damaged.": 2,
  "Orders marked lost are eligible for a replacement.": 2,
  "Write an e-mail to the customer: the package left the warehouse today.": 2,
  "Write an e-mail to the customer: the package left the carrier by mistake.": 1,
  "Your coupon is valid until Friday.": 2,
  "Use the coupon at the checkout page.": 2,
};

/** The rest of a sentence after its continuation. */
const ENDINGS = [
  ".",
  " this morning.",
  " last night.",
  " on {day}.",
  " at {hour} in the morning.",
  " and is on its way.",
  " and will arrive on {day}.",
  " two days ago.",
];

/** Sentences of everyday support, filled at random. */
const SENTENCES = [
  "Hello {name}, your {thing} was delivered to {place}.",
  "Hello {name}, your {thing} is out for delivery and will arrive on {day}.",
  "Hello {name}, thank you for your message. We will look into it today.",
  "Your {thing} was handed to {place} on {day}.",
  "Your {thing} is waiting at the hub. Please bring an identity card.",
  "The carrier could not find your address. Please reply with the house number.",
  "The {thing} was scanned at the regional hub at {hour} in the morning.",
  "The {thing} arrived at the local warehouse on {day}.",
  "The driver left the {thing} with {place}.",
  "We could not deliver your {thing} on {day}. We will try again tomorrow.",
  "The {thing} is delayed because of the weather.",
  "Dear {name}, your refund was sent on {day}.",
];

type Fill = (template: string) => string;

/** Fills `{subject}`, `{day}` and the like from their lists. */
function createFill(random: () => number): Fill {
  const lists: Record<string, readonly string[]> = {
    subject: SUBJECTS,
    day: DAYS,
    hour: HOURS,
    name: NAMES,
    place: PLACES,
    thing: THINGS,
    ending: ENDINGS,
  };
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)]!;
  const fill: Fill = (template) =>
    template.replace(
      /\{([a-z]+)\}/g,
      (braces, name: string) => lists[name] ? fill(pick(lists[name])) : braces,
    );
  return fill;
}

function* repeat<T>(value: T, times: number): Generator<T> {
  for (let time = 0; time < times; time++) yield value;
}

function continuedMessages(fill: Fill): string[] {
  return CONTINUATIONS.flatMap(([prompt, continuations]) =>
    Object.entries(continuations).flatMap(([next, times]) =>
      [...repeat(`${prompt} ${next}{ending}`, times)].map(fill)
    )
  );
}

/** Subtractions in words: counts learn which answer is frequent, not how to subtract. */
function returnMessages(): string[] {
  const pairs = [[5, 2], [6, 1], [7, 3], [8, 2], [9, 4], [7, 4], [6, 2], [9, 1], [9, 6], [8, 5]] as const;
  return pairs.map(([ordered, returned]) =>
    `An order contains ${ordered} items. After a return of ${returned} items, the retained item count is ${
      ordered - returned
    }.`
  );
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const order = [...values];
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    [order[last], order[other]] = [order[other]!, order[last]!];
  }
  return order;
}

/** The corpus: messages separated by a line `<|endoftext|>`. The same seed gives the same text. */
export function parcelMessages(seed: number): string {
  const rng = defaultRng(seed);
  const random = () => rng.random();
  const fill = createFill(random);
  const messages = [
    ...continuedMessages(fill),
    ...Object.entries(MESSAGES).flatMap(([message, times]) => [...repeat(message, times)]),
    ...returnMessages(),
    ...SENTENCES.flatMap((sentence) => [...repeat(sentence, 4)].map(fill)),
  ];
  return shuffled(messages, random).join("\n<|endoftext|>\n") + "\n";
}

if (import.meta.main) {
  await Deno.writeTextFile(
    new URL("../../static/corpora/parcel_messages.txt", import.meta.url),
    parcelMessages(SEED),
  );
}
