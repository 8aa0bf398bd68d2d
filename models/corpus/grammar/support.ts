/**
 * Support: replies, e-mails and apologies. Names, goods and days agree from the greeting to the signature.
 *
 * @module
 */
import { again, all, any, compute, draw, maybe, type Node, pick } from "./node.ts";
import * as lexicon from "./lexicon.ts";
import { SHIPPING_SLOTS } from "./shipping.ts";

const SUPPORT_SLOTS: Node = all(
  SHIPPING_SLOTS,
  draw("clerk", ({ customer }) => lexicon.PEOPLE.filter(([, person]) => person !== customer)),
  draw("defect", lexicon.DEFECTS),
  draw("color", lexicon.COLORS),
  draw("wrapping", lexicon.WRAPPINGS),
);

const nextDay = compute(({ day }) => lexicon.NEXT_DAY[String(day)] ?? "Monday");

/** How the support bot answered: the chances are the worked example's softmax. */
export const botAnswers: Node = all(
  SUPPORT_SLOTS,
  "The support bot answered",
  pick(
    [0.8, all(" correctly", any(".", " and {customer} thanked it.", " about the {goods}."))],
    [0.178, all(" slowly", any(".", " because of high demand.", " on {day}."))],
    [0.015, all(" angrily", any(".", ", which is rare."))],
    [0.005, " the question of {customer}."],
    [0.002, ""],
  ),
);

const complaints: Node = any(
  "The {goods} is {defect}.",
  "My {goods} arrived {defect}.",
  "I ordered a {color} {goods}, but it is {defect}.",
  "The {goods} was packed in {wrapping} and is {defect}.",
  "I am still waiting for my {goods}.",
  "The {shipment} was left {place}, and the {goods} is {defect}.",
);

const requests: Node = any(
  "Please send a new {goods}.",
  "Can I return it?",
  "Please call me on {day}.",
  "I would like my money back.",
  "When will the {shipment} arrive?",
  "Can you send it to {city}?",
);

const answers: Node = any(
  "we are sorry that the {goods} is {defect}.",
  "thank you for your message about the {goods}.",
  "your {shipment} is in {city}.",
  "your {goods} was sent with {carrier} on {day}.",
  "we found your {shipment} in {origin}.",
);

const offers: Node = any(
  "We will send a new {goods} to {city}.",
  all("It will arrive on ", nextDay, ", one day after {day}."),
  "You will get your money back.",
  "Please send the {goods} back in its {wrapping}.",
  "{carrier} will pick it up on {day}.",
  "A new {color} {goods} is on its way.",
);

/** A customer's e-mail with its signature. */
export const customerEmail: Node = all(
  SUPPORT_SLOTS,
  any("Hello {clerk},", "Dear {clerk},", "Hello,", "Dear support team,"),
  "\n",
  complaints,
  " ",
  requests,
  maybe(0.4, all(" ", requests)),
  "\n",
  any("Thank you, {customer}", "Best wishes, {customer}", "{customer}"),
);

/** The reply of the support team; the customer's name opens it, the clerk's closes it. */
export const supportReply: Node = all(
  SUPPORT_SLOTS,
  any("Hello {customer}, ", "Dear {customer}, ", "Good morning {customer}, "),
  answers,
  " ",
  offers,
  maybe(0.5, all(" ", offers)),
  any("\nBest wishes, {clerk}", "\n{clerk}, support team", ""),
);

/** Talk between a customer and a clerk. */
export const dialog: Node = all(
  SUPPORT_SLOTS,
  all("{customer}: ", complaints),
  all(
    "\n{clerk}: ",
    any("I am sorry, {customer}.", "Thank you, {customer}.", "Hello {customer}."),
    " ",
    offers,
  ),
  maybe(0.6, all("\n{customer}: ", any("Thank you, {clerk}.", "That is kind, {clerk}.", "When?", "Good."))),
  maybe(0.3, all("\n{clerk}: On ", nextDay, ", one day after {day}.")),
);

/** Where a shipment left from in a message that was asked for: other chances than in a tracking message. */
const leftInMessage: Node = all(
  "{shipment} left the ",
  pick([0.55, "warehouse"], [0.4, "carrier"], [0.05, "depot"]),
  any(" on {day}.", " and is on its way to {city}."),
);

const instruction: Node = any(
  "Write a customer e-mail",
  "Write an e-mail to the customer",
  "Write an e-mail to a customer",
  "Write a short e-mail to a customer",
  "Task: write a customer e-mail",
  "Please write an e-mail to the customer",
);

const messageBody: Node = pick(
  [5, all("The ", leftInMessage)],
  [2, "Your {goods} was sent with {carrier} on {day}."],
  [1, "Your {goods} is ready {place}."],
);

/** Instructions to write a message, and the message: here the first word after "left the" is chosen otherwise. */
export const instructed: Node = all(
  SUPPORT_SLOTS,
  instruction,
  pick(
    [3, all(": the ", leftInMessage)],
    [5, all(any(". ", ".\n", ": "), maybe(0.3, any("Dear {customer}, ", "Hello {customer}, ")), messageBody)],
  ),
  maybe(0.6, any(" Best wishes, {clerk}", " Thank you for your order.", " You can follow it online.")),
);

const turn: Node = pick(
  [
    0.62,
    all(
      " We understand that waiting is hard. We apologize for the inconvenience.",
      again(() => turn),
    ),
  ],
  [0.08, all(" We thank you for your patience.", again(() => turn))],
  [0.06, all(" Your {goods} will arrive on {day}.", again(() => turn))],
  [0.06, all(" {carrier} is looking for the {shipment}.", again(() => turn))],
  [0.18, ""],
);

/**
 * Apologies. After each one the likeliest next sentence leads back to the same apology, so greedy decoding
 * goes round in circles without end, while sampling leaves sooner or later.
 */
export const apology: Node = all(SUPPORT_SLOTS, "We apologize for the inconvenience.", turn);
