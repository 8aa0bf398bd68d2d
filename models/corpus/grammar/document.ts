/**
 * The whole grammar: every kind of document with its share.
 *
 * @module
 */
import { type Node, pick } from "./node.ts";
import { counts } from "./counting.ts";
import { dailyLife } from "./daily_life.ts";
import { eligibility, shopRules, statedPolicy, usualPolicy } from "./policy.ts";
import { places } from "./places.ts";
import { eventLog, formal, recordStart } from "./records.ts";
import { statements, trackingStory } from "./shipping.ts";
import { apology, botAnswers, customerEmail, dialog, instructed, supportReply } from "./support.ts";

/** A document of the parcel world. */
export const parcelWorld: Node = pick(
  [20, trackingStory],
  [8, statements],
  [3, botAnswers],
  [7, customerEmail],
  [7, supportReply],
  [5, dialog],
  [4, instructed],
  [4, apology],
  [8, statedPolicy],
  [2, usualPolicy],
  [3, eligibility],
  [3, shopRules],
  [3, places],
  [3, recordStart],
  [3, eventLog],
  [4, formal],
  [22, counts],
  [14, dailyLife],
);
