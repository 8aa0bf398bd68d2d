import type { AimName } from "@/lib/learn/aims.ts";
import { oneOf } from "@/lib/learn/check/draws.ts";
import type { OpenLink, QuestionType } from "@/lib/learn/check/question.ts";

/** A choice and what is said of it. */
export type Told = readonly [text: string, why: string];

/** A question without numbers, written out. */
export interface Scenario {
  readonly prompt: string;
  readonly given?: readonly string[];
  readonly right: Told;
  readonly wrong: readonly [Told, Told, Told, ...Told[]];
  readonly open: OpenLink;
}

/** A type whose questions are data; and the data, for its test. */
export interface ScenarioType extends QuestionType {
  readonly scenarios: readonly Scenario[];
}

/** Makes a type of five scenarios or more. */
export function scenarioType(name: string, aim: AimName, scenarios: readonly Scenario[]): ScenarioType {
  return {
    name,
    aim,
    scenarios,
    draft(random) {
      const { prompt, given = [], right, wrong, open } = oneOf(random, scenarios);
      const statement = ([text, why]: Told) => ({ text, why });
      return { prompt, given, right: statement(right), wrong: wrong.map(statement), open };
    },
  };
}
