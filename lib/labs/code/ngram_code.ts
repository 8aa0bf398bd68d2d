import { type LabCode, line, literal } from "@/lib/labs/code/code_line.ts";

/** What the code counts: sentences, one a line, and the last word before the next. */
interface CountedText {
  readonly text: string;
  readonly order: number;
  readonly smoothing: string;
  /** The context's last word; `<s>` for the start of a sentence. */
  readonly context: string;
}

/** Code that counts a bigram's row and divides by its sum; null for other orders, smoothing, and long texts. */
export function ngramCode({ text, order, smoothing, context }: CountedText): LabCode | null {
  if (order !== 2 || smoothing !== "none" || text.length > 1500 || context === "") return null;
  return {
    python: [
      line("from collections import Counter"),
      line(`text = ${literalText(text)}`, "text", "corpus"),
      line(`context = ${literal(context)}`, "context"),
      line("rows = [['<s>', *s.split(), '</s>'] for s in text.splitlines() if s.split()]"),
      line("pairs = Counter(pair for row in rows for pair in zip(row, row[1:]))"),
      line("total = sum(n for (a, b), n in pairs.items() if a == context)"),
      line("print([[b, n / total] for (a, b), n in pairs.most_common() if a == context])"),
    ],
    typescript: [
      line(`const text = ${literalText(text)};`, "text", "corpus"),
      line(`const context = ${literal(context)};`, "context"),
      line('const rows = text.split("\\n").filter((s) => s.trim())'),
      line('  .map((s) => ["<s>", ...s.trim().split(/\\s+/), "</s>"]);'),
      line("const counts = new Map<string, number>();"),
      line("for (const row of rows) {"),
      line("  row.forEach((word, i) => {"),
      line("    if (row[i - 1] === context) counts.set(word, (counts.get(word) ?? 0) + 1);"),
      line("  });"),
      line("}"),
      line("const total = [...counts.values()].reduce((a, b) => a + b);"),
      line("const sorted = [...counts].sort((a, b) => b[1] - a[1]);"),
      line("console.log(JSON.stringify(sorted.map(([word, n]) => [word, n / total])));"),
    ],
  };
}

function literalText(text: string): string {
  return JSON.stringify(text);
}
