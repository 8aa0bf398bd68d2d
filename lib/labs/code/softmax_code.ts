import type { SoftmaxQuery } from "@/lib/experiment/fields/softmax_fields.ts";
import { type LabCode, line, literal } from "@/lib/labs/code/code_line.ts";

/** Code that computes the softmax of the page, before any cut; null where it would be longer than the page. */
export function softmaxCode({ logits, temperature, add }: SoftmaxQuery): LabCode | null {
  if (logits.length > 40) return null;
  const isGreedy = temperature === 0;
  return {
    python: [
      line("import math"),
      line(`logits = ${literal(logits)}`, "logits"),
      line(`z = [x + ${add} for x in logits]`, "add"),
      ...(isGreedy
        ? [
          line("top = z.index(max(z))", "temperature"),
          line("p = [1.0 if i == top else 0.0 for i in range(len(z))]"),
        ]
        : [
          line(`z = [x / ${temperature} for x in z]`, "temperature"),
          line("e = [math.exp(x - max(z)) for x in z]"),
          line("p = [x / sum(e) for x in e]"),
        ]),
      line("print(p)"),
    ],
    typescript: [
      line(`const logits = ${literal(logits)};`, "logits"),
      line(`const moved = logits.map((x) => x + ${add});`, "add"),
      ...(isGreedy
        ? [
          line("const most = Math.max(...moved);", "temperature"),
          line("const top = moved.indexOf(most);"),
          line("const p = moved.map((_, i) => i === top ? 1 : 0);"),
        ]
        : [
          line(`const z = moved.map((x) => x / ${temperature});`, "temperature"),
          line("const e = z.map((x) => Math.exp(x - Math.max(...z)));"),
          line("const sum = e.reduce((a, b) => a + b);"),
          line("const p = e.map((x) => x / sum);"),
        ]),
      line("console.log(JSON.stringify(p));"),
    ],
  };
}
