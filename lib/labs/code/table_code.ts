import type { LoopQuery } from "@/lib/experiment/fields/loop_fields.ts";
import { type LabCode, line } from "@/lib/labs/code/code_line.ts";
import { orderedJson } from "@/lib/labs/code/ordered_json.ts";

/** Code that runs the loop greedily; null where tokens are sampled, and for tables longer than the page. */
export function tableCode({ table, start, max_steps, end, pick }: LoopQuery): LabCode | null {
  const cells = [...table.values()].reduce((sum, row) => sum + row.size, 0);
  if (pick === "sample" || cells > 30) return null;
  // The order of a row decides between equals; a row of pairs keeps it, where an object would move numbers.
  const pairs = JSON.stringify(Object.fromEntries([...table].map(([text, row]) => [text, [...row]])));
  const mark = JSON.stringify(end);
  return {
    python: [
      line(`table = ${orderedJson(table)}`, "table"),
      line(`text = ${JSON.stringify(start)}`, "start"),
      line(`for step in range(${max_steps}):`, "max_steps"),
      line("    if text not in table: break"),
      line("    token = max(table[text], key=table[text].get)", "pick"),
      line(`    if token == ${mark}: break`, "end"),
      line("    text += token if token in '.,;:!?' or not text else ' ' + token"),
      line("print([text])"),
    ],
    typescript: [
      line(`const table: Record<string, [string, number][]> = ${pairs};`, "table"),
      line(`let text = ${JSON.stringify(start)};`, "start"),
      line(`for (let step = 0; step < ${max_steps} && table[text]; step++) {`, "max_steps"),
      line("  const [token] = table[text]!.reduce((a, b) => b[1] > a[1] ? b : a);", "pick"),
      line(`  if (token === ${mark}) break;`, "end"),
      line('  text += ".,;:!?".includes(token) || !text ? token : ` ${token}`;'),
      line("}"),
      line("console.log(JSON.stringify([text]));"),
    ],
  };
}
