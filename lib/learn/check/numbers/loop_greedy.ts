import { oneOf, wholeFrom } from "@/lib/learn/check/draws.ts";
import { openLink } from "@/lib/learn/check/open_link.ts";
import type { QuestionType, Statement } from "@/lib/learn/check/question.ts";
import { loop } from "@/lib/lm/generation/loop.ts";
import { type TableModel, tableModel } from "@/lib/lm/generation/table_model.ts";

const STARTS = ["Order shipped from the", "Your parcel is at the", "We found it in the"];
const PLACES = ["warehouse", "hub", "store", "depot"];

/** What the greedy loop writes with a small table and a limit. */
export const loopGreedy: QuestionType = {
  name: "loop-greedy",
  aim: "loop",
  draft(random) {
    const start = oneOf(random, STARTS);
    const first = oneOf(random, PLACES);
    const second = oneOf(random, PLACES.filter((place) => place !== first));
    const stops = oneOf(random, [0.2, 0.3, 0.4, 0.6, 0.7, 0.8]);
    const maxSteps = wholeFrom(random, 2, 4);
    const rows = {
      [start]: { [first]: 0.6, [second]: 0.4 },
      ...rowsAfter(`${start} ${first}`, stops),
      ...rowsAfter(`${start} ${second}`, rounded(1 - stops)),
    };
    const table = tableModel(rows);
    const { text } = loop(table, { start, maxSteps });
    const other = (steps: number, change: TableModel, why: string): Statement => ({
      text: quoted(loop(change, { start, maxSteps: steps }).text),
      why,
    });
    const swappedFirst = tableModel({ ...rows, [start]: { [second]: 0.6, [first]: 0.4 } });
    const swappedNext = tableModel({ ...rows, ...rowsAfter(`${start} ${first}`, rounded(1 - stops)) });
    return {
      prompt: `The loop starts with “${start}”, always takes the likeliest token, and may take ${maxSteps} ` +
        "steps. What stands there in the end?",
      given: Object.entries(rows).map(([context, row]) =>
        `${context} → ${Object.entries(row).map(([token, p]) => `${token} ${p.toFixed(1)}`).join(", ")}`
      ),
      right: {
        text: quoted(text),
        why:
          "Each step looks the text so far up, takes the likeliest token and appends it, until </s> or the limit.",
      },
      wrong: [
        other(
          maxSteps,
          swappedFirst,
          `This begins with “${second}”, the less likely one. Greedy never takes that.`,
        ),
        other(maxSteps, swappedNext, "The second step took the less likely token of its row."),
        other(
          maxSteps - 1,
          table,
          "One step is missing: the limit counts every token, and allowed one more.",
        ),
        other(maxSteps + 1, table, "One step too many: the limit stopped the loop before this token."),
        other(
          maxSteps,
          tableModel({
            ...rows,
            [start]: { [second]: 0.6, [first]: 0.4 },
            ...rowsAfter(`${start} ${second}`, stops),
          }),
          "Two tokens are not the likeliest of their rows: this could be a sample, not the greedy text.",
        ),
      ],
      open: openLink.table({ table, start, max_steps: maxSteps }),
    };
  },
};

/** Rows from a place on: the sentence ends, or goes on with a verb and ends then. */
function rowsAfter(text: string, stops: number): Record<string, Record<string, number>> {
  return {
    [text]: { ".": stops, "and": rounded(1 - stops) },
    [`${text}.`]: { "</s>": 1 },
    [`${text} and`]: { arrived: 0.7, waits: 0.3 },
    [`${text} and arrived`]: { ".": 1 },
    [`${text} and waits`]: { ".": 1 },
  };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}

function quoted(text: string): string {
  return `“${text}”`;
}
