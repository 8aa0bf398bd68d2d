import type { ContextQuery } from "@/lib/experiment/fields/context_fields.ts";
import { type LabCode, line } from "@/lib/labs/code/code_line.ts";

/** How many tokens at the start and at the end each policy keeps, in both languages. */
function endsOf({ policy, keep }: ContextQuery): readonly [python: string, typescript: string] {
  const prefix = (head: string, floor: string): readonly [string, string] => [
    `head = max(0, min(${head}, room - 1)); tail = room - head`,
    `const head = Math.max(0, Math.min(${floor}, room - 1)), tail = room - head;`,
  ];
  switch (policy) {
    case "truncate_middle":
      return [
        "head = room // 2; tail = room - head",
        "const head = Math.floor(room / 2), tail = room - head;",
      ];
    case "keep_prefix":
      return keep === null ? prefix("limit // 4", "Math.floor(limit / 4)") : prefix(`${keep}`, `${keep}`);
    case "slide_with_sinks":
      return prefix(`${keep ?? 4}`, `${keep ?? 4}`);
    case "summarize":
      return ["head = 0; tail = limit // 2", "const head = 0, tail = Math.floor(limit / 2);"];
    default:
      return ["head = 0; tail = room", "const head = 0, tail = room;"];
  }
}

/** Code that computes what a full window keeps: positions from 0, half-open. */
export function contextCode(query: ContextQuery): LabCode {
  const { limit, prompt_tokens, generated_tokens, policy } = query;
  if (policy === "reject") {
    return {
      python: [
        line(`limit = ${limit}`, "limit"),
        line(`prompt = ${prompt_tokens}`, "prompt_tokens"),
        line(`generated = ${generated_tokens}`, "generated_tokens"),
        line("end = min(prompt + generated, limit)", "policy"),
        line("kept = [[0, end]]"),
        line("print(kept)"),
      ],
      typescript: [
        line(`const limit = ${limit};`, "limit"),
        line(`const prompt = ${prompt_tokens};`, "prompt_tokens"),
        line(`const generated = ${generated_tokens};`, "generated_tokens"),
        line("const end = Math.min(prompt + generated, limit);", "policy"),
        line("const kept = [[0, end]];"),
        line("console.log(JSON.stringify(kept));"),
      ],
    };
  }
  const [python, typescript] = endsOf(query);
  return {
    python: [
      line(`limit = ${limit}`, "limit"),
      line(`used = ${prompt_tokens} + ${generated_tokens}`, "prompt_tokens", "generated_tokens"),
      line("room = limit - 1"),
      line(python, "policy", "keep"),
      line("ranges = [[0, head], [used - tail, used]] if used >= limit else [[0, used]]"),
      line("print([r for r in ranges if r[0] < r[1]])"),
    ],
    typescript: [
      line(`const limit = ${limit};`, "limit"),
      line(`const used = ${prompt_tokens} + ${generated_tokens};`, "prompt_tokens", "generated_tokens"),
      line("const room = limit - 1;"),
      line(typescript, "policy", "keep"),
      line("const ranges = used >= limit ? [[0, head], [used - tail, used]] : [[0, used]];"),
      line("console.log(JSON.stringify(ranges.filter(([start, end]) => start! < end!)));"),
    ],
  };
}
