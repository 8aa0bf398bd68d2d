/**
 * Policies: a rule may be stated in the text, and then what follows obeys it whatever is usual.
 *
 * @module
 */
import { all, any, compute, draw, evenly, maybe, type Node, pick } from "./node.ts";
import * as lexicon from "./lexicon.ts";

/** What a plan can be called; `Name` opens a sentence. */
const PLANS = evenly(
  ["annual", "monthly", "family", "student", "weekly", "business"]
    .map((name) => ({ name, Name: name[0]!.toUpperCase() + name.slice(1) })),
);
/** Usual rules, from most to least frequent, when the text states none. */
const USUAL: readonly (readonly [number, string])[] = [[0.8, "non-refundable"], [0.2, "refundable"]];
const DAYS_TO_RETURN = evenly([7, 10, 14, 21, 28, 30]);

const RULES = evenly(["non-refundable", "refundable"]);

const POLICY_SLOTS: Node = all(
  draw("plan", PLANS),
  draw("limit", DAYS_TO_RETURN),
  draw("rule", RULES),
  draw("other", ({ plan }) => PLANS.filter(([, other]) => other !== plan)),
  draw("otherRule", RULES),
  draw("otherLimit", DAYS_TO_RETURN),
  draw("customer", lexicon.PEOPLE),
  draw("goods", lexicon.GOODS),
  draw("day", lexicon.DAYS),
);

const ruleWithLimit = compute(({ rule, limit }) => spellRule(String(rule), String(limit)));

const otherRule = compute(({ otherRule, otherLimit }) => spellRule(String(otherRule), String(otherLimit)));

function spellRule(rule: string, limit: string): string {
  return rule === "refundable" ? `refundable within ${limit} days` : "non-refundable";
}

const STATEMENTS: Node = any(
  all("{plan.Name} plans are ", ruleWithLimit, "."),
  all("Policy: {plan} plans are ", ruleWithLimit, "."),
  all("The new rule is that {plan} plans are ", ruleWithLimit, "."),
  all("Note for the support team: {plan} plans are ", ruleWithLimit, "."),
  all("From {day} on, {plan} plans are ", ruleWithLimit, "."),
  all("Terms of sale: {plan} plans are ", ruleWithLimit, "."),
);

const FILLERS: Node = any(
  " {customer} asked about it on {day}.",
  " Please read it before you answer.",
  " {customer} wrote to the support team.",
  " It is printed on the back of the receipt.",
  " The team met on {day}.",
  " This is new.",
);

/** The rule of another plan, which must not be mistaken for the one asked about. */
const DISTRACTION: Node = any(
  all(" {other.Name} plans are ", otherRule, "."),
  all(" This does not change that {other} plans are ", otherRule, "."),
  all(" {customer} has a {other} plan."),
);

const QUESTIONS: Node = any(
  all(" The refund policy says {plan} plans are ", ruleWithLimit, "."),
  all(" So {plan} plans are ", ruleWithLimit, "."),
  all(" The answer is that {plan} plans are ", ruleWithLimit, "."),
  all(" {customer} was told that {plan} plans are ", ruleWithLimit, "."),
);

/** A rule is stated, then used: the end follows from the beginning, not from what is usual. */
export const statedPolicy: Node = all(
  POLICY_SLOTS,
  STATEMENTS,
  maybe(0.5, FILLERS),
  maybe(0.25, DISTRACTION),
  QUESTIONS,
  maybe(0.3, QUESTIONS),
);

/** Nothing is stated, so the text says what is usual. */
export const usualPolicy: Node = all(
  draw("plan", PLANS),
  draw("limit", DAYS_TO_RETURN),
  "The refund policy says {plan} plans are ",
  pick([USUAL[0]![0], "non-refundable."], [USUAL[1]![0], "refundable within {limit} days."]),
);

/** What an order's status entitles to. */
export const eligibility: Node = all(
  POLICY_SLOTS,
  draw("status", [[6, "delivered"], [2, "damaged"], [2, "lost"], [1, "delayed"]]),
  "Orders marked {status} are eligible for ",
  pick([0.7, "refund"], [0.12, "return"], [0.1, "replacement"], [0.08, "review"]),
  pick([0.6, " within {limit} days."], [0.4, "."]),
);

/** Rules of the shop, one sentence each. */
export const shopRules: Node = all(
  POLICY_SLOTS,
  draw("color", lexicon.COLORS),
  any(
    "A {goods} can be returned within {limit} days.",
    "The {color} {goods} costs the same as the {goods} in any other color.",
    "Returns of {goods.plural} are free on {day}.",
    "We keep a lost {goods} for {limit} days.",
    "A gift card is valid for {limit} months.",
    "On sale, {goods.plural} cannot be returned.",
    "An open {goods} can be exchanged but not returned.",
    "Repairs of a {goods} take {limit} days.",
  ),
  maybe(
    0.5,
    any(
      " Ask {customer} at the desk if you are not sure.",
      " The shop is closed on {day}.",
      " Keep the receipt for {limit} days.",
    ),
  ),
);
