import type { LoopReport } from "@/lib/lm/generation/loop.ts";

/** The page's answer in one sentence: what the loop has made so far, and why it stopped. */
export function tableSentence(report: LoopReport, next: number): string {
  const { steps, text, stoppedBy } = report;
  const said = `“${text}”`;
  if (stoppedBy === "end") return `${said}: the end token stopped the loop after ${turns(steps.length)}.`;
  if (stoppedBy === "unknown_context") return `${said} has no row in the table, so nothing can follow it.`;
  if (steps.length === 0) {
    return `After ${said} the table knows ${
      next === 1 ? "one token" : `${next} tokens`
    }: which one will the loop take?`;
  }
  return `${said} so far, one token a turn: ${turns(steps.length)}.`;
}

function turns(count: number): string {
  return count === 1 ? "1 turn" : `${count} turns`;
}
