/**
 * The nouns of the parcel world: what is sent, by whom, from where to where.
 *
 * @module
 */
import { evenly, type Weighted, zipf } from "./node.ts";

function person(name: string, pronouns: "she" | "he"): { readonly [form: string]: string } {
  return pronouns === "she"
    ? { name, they: "she", They: "She", them: "her", their: "her" }
    : { name, they: "he", They: "He", them: "him", their: "his" };
}

const SHE = [
  "Anna",
  "Maria",
  "Lena",
  "Sofia",
  "Clara",
  "Nina",
  "Eva",
  "Ruth",
  "Grace",
  "Alice",
  "Helen",
  "Irene",
  "Julia",
  "Laura",
  "Martha",
  "Olga",
  "Paula",
  "Rosa",
  "Sarah",
  "Tina",
  "Vera",
  "Wanda",
  "Zoe",
  "Amina",
  "Priya",
];
const HE = [
  "Tom",
  "Peter",
  "David",
  "Omar",
  "Paul",
  "Ivan",
  "Hugo",
  "Leo",
  "Max",
  "Noah",
  "Oscar",
  "Victor",
  "Adam",
  "Ben",
  "Carl",
  "Daniel",
  "Emil",
  "Frank",
  "George",
  "Henry",
  "Jonas",
  "Karl",
  "Luis",
  "Mark",
  "Ravi",
];

/** Customers and clerks, women and men in turn, the first the most frequent. */
export const PEOPLE = zipf(SHE.flatMap((name, i) => [person(name, "she"), person(HE[i]!, "he")]));

/** Cities with a depot. */
export const CITIES = zipf([
  "Lisbon",
  "Prague",
  "Vienna",
  "Oslo",
  "Dublin",
  "Madrid",
  "Riga",
  "Turin",
  "Basel",
  "Lyon",
  "Gdansk",
  "Porto",
  "Bergen",
  "Ghent",
  "Malmo",
  "Graz",
  "Leeds",
  "Split",
  "Brno",
  "Tartu",
  "Cork",
  "Nantes",
  "Bari",
  "Seville",
  "Utrecht",
  "Bremen",
  "Tampere",
  "Zagreb",
  "Lucerne",
  "Odense",
  "Bristol",
  "Kaunas",
  "Modena",
  "Toledo",
]);

/** Goods, each with its plural. */
export const GOODS: Weighted<{ readonly [form: string]: string }> = zipf([
  ["lamp", "lamps"],
  ["kettle", "kettles"],
  ["book", "books"],
  ["jacket", "jackets"],
  ["camera", "cameras"],
  ["chair", "chairs"],
  ["clock", "clocks"],
  ["keyboard", "keyboards"],
  ["mirror", "mirrors"],
  ["blanket", "blankets"],
  ["backpack", "backpacks"],
  ["printer", "printers"],
  ["helmet", "helmets"],
  ["guitar", "guitars"],
  ["vase", "vases"],
  ["tent", "tents"],
  ["mug", "mugs"],
  ["scarf", "scarves"],
  ["toaster", "toasters"],
  ["puzzle", "puzzles"],
  ["wallet", "wallets"],
  ["radio", "radios"],
  ["drill", "drills"],
  ["shelf", "shelves"],
  ["pillow", "pillows"],
].map(([name, plural]) => ({ name: name!, plural: plural! })));

/** What a shipment is called. */
export const SHIPMENTS: Weighted<string> = [[5, "package"], [4, "parcel"], [3, "order"]];

/** Where the carriers bring things. */
export const CARRIERS = zipf([
  "Northline",
  "Swiftway",
  "Bluebird",
  "Parcelo",
  "Greenmile",
  "Harborex",
  "Cargonaut",
]);

/** Days of the week. */
export const DAYS = evenly(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]);

/** The day after each day. */
export const NEXT_DAY: { readonly [day: string]: string } = {
  Monday: "Tuesday",
  Tuesday: "Wednesday",
  Wednesday: "Thursday",
  Thursday: "Friday",
  Friday: "Saturday",
  Saturday: "Sunday",
  Sunday: "Monday",
};

/** Months of the year. */
export const MONTHS = evenly([
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
]);

/** Causes of a delay. */
export const CAUSES = zipf([
  "heavy snow",
  "a strike",
  "a flat tire",
  "a wrong label",
  "a storm",
  "a public holiday",
  "a customs check",
  "a missing street number",
  "road works",
  "a sorting error",
  "high demand",
  "a power cut",
]);

/** What can be wrong with goods. */
export const DEFECTS = zipf([
  "broken",
  "scratched",
  "wet",
  "dented",
  "incomplete",
  "too small",
  "too large",
  "torn",
  "the wrong color",
  "stained",
  "loose",
  "noisy",
]);

/** Colors. */
export const COLORS = zipf([
  "blue",
  "red",
  "green",
  "black",
  "white",
  "gray",
  "yellow",
  "brown",
  "pink",
  "purple",
]);

/** Where a courier can leave a parcel. */
export const SAFE_PLACES = zipf([
  "with a neighbor",
  "at the front desk",
  "in the garden shed",
  "behind the gate",
  "in the parcel locker",
  "on the porch",
  "at the corner shop",
  "with the porter",
  "in the garage",
  "in the mail room",
]);

/** How a thing can have been packed. */
export const WRAPPINGS = zipf(["paper", "foam", "straw", "cloth", "cardboard", "bubble wrap", "newspaper"]);

/** Places that a shipment leaves, other than the stated ones: they share what is left of the probability. */
export const RARE_PLACES = evenly([
  "depot",
  "store",
  "factory",
  "port",
  "airport",
  "office",
  "terminal",
  "shop",
  "market",
  "farm",
  "studio",
  "bakery",
  "library",
  "museum",
  "school",
  "hospital",
  "hotel",
  "station",
  "workshop",
  "garage",
  "harbor",
  "printer",
  "laboratory",
  "greenhouse",
  "archive",
  "bookstore",
  "pharmacy",
  "building",
  "city",
  "country",
  "island",
  "village",
]);
