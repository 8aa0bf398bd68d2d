/**
 * Simple everyday sentences around the parcel world: people, rooms, weather, work.
 *
 * @module
 */
import { all, any, compute, draw, evenly, maybe, type Node } from "./node.ts";
import * as lexicon from "./lexicon.ts";

const ROOMS = evenly(["kitchen", "garden", "office", "hall", "garage", "attic", "cellar", "bedroom", "yard"]);
const FOODS = evenly(["soup", "bread", "cake", "rice", "salad", "tea", "coffee", "fruit", "cheese", "pasta"]);
const WEATHER = evenly(["rainy", "sunny", "windy", "cold", "warm", "foggy", "snowy", "cloudy"]);
const JOBS = evenly([
  "driver",
  "clerk",
  "baker",
  "teacher",
  "nurse",
  "gardener",
  "painter",
  "cook",
  "tailor",
  "pilot",
]);
const ANIMALS = evenly(
  [["dog", "barks"], ["cat", "sleeps"], ["horse", "runs"], ["bird", "sings"], ["goat", "eats"]]
    .map(([name, does]) => ({ name: name!, does: does! })),
);

const LIFE_SLOTS: Node = all(
  draw("person", lexicon.PEOPLE),
  draw("friend", ({ person }) => lexicon.PEOPLE.filter(([, other]) => other !== person)),
  draw("room", ROOMS),
  draw("food", FOODS),
  draw("weather", WEATHER),
  draw("job", JOBS),
  draw("animal", ANIMALS),
  draw("city", lexicon.CITIES),
  draw("day", lexicon.DAYS),
  draw("month", lexicon.MONTHS),
  draw("goods", lexicon.GOODS),
  draw("color", lexicon.COLORS),
);

const nextDay = compute(({ day }) => lexicon.NEXT_DAY[String(day)] ?? "Monday");

const openings: Node = any(
  "{person} lives in {city}.",
  "{person} is a {job}.",
  "{person} has a {color} {goods}.",
  "{person} went to {city} in {month}.",
  "It was a {weather} {day} in {city}.",
  "{person} and {friend} met in the {room}.",
  "{person} bought a {goods} for {friend}.",
  "The {animal} of {person} is {color}.",
  "{person} made {food} for {friend}.",
  "In {month} it is {weather} in {city}.",
);

const middles: Node = any(
  "{person.They} likes {food}.",
  "{person.They} works in {city} as a {job}.",
  "{person.They} put the {goods} in the {room}.",
  "{person.They} asked {friend} for help, and {friend.they} came.",
  "{person.They} called {person.their} friend {friend}.",
  "The {animal} {animal.does} in the {room}.",
  "{friend} gave {person.them} some {food}.",
  "{friend.They} painted the {room} {color}.",
  all("{person.They} came on {day} and left on ", nextDay, "."),
  "The {goods} was {color}, and so was the {room}.",
  "It was {weather}, so {person.they} stayed in the {room}.",
  "{person.They} read about {city} in the {room}.",
);

const endings: Node = any(
  "Then {person.they} went home.",
  "{friend} was glad.",
  "{person} said thank you to {friend}.",
  all("They met again on ", nextDay, ", one day after {day}."),
  "The {animal} was happy.",
  "{person} still has the {goods}.",
  "It was {weather} all day.",
  "They ate {food} in the {room}.",
);

/** A small story of two to five sentences. */
export const dailyLife: Node = all(
  LIFE_SLOTS,
  openings,
  " ",
  middles,
  maybe(0.6, all(" ", middles)),
  maybe(0.3, all(" ", middles)),
  maybe(0.6, all(" ", endings)),
);
