import { assert } from "@std/assert";
import type { Page, SerializedAXNode } from "puppeteer-core";

/** What a screen reader comes to in the page's main part, in its order: `role: name`, texts without their role. */
export async function readAloud(page: Page): Promise<string[]> {
  const root = await page.accessibility.snapshot();
  const main = root?.children?.find(({ role }) => role === "main");
  return (main?.children ?? []).flatMap(linesOf);
}

function linesOf({ role, name = "", children = [] }: SerializedAXNode): string[] {
  const line = role === "StaticText" ? name : `${role}: ${name}`;
  // The text of a link or a button is its name, said once.
  const inner = role === "link" || role === "button" ? [] : children.flatMap(linesOf);
  return [line, ...inner].filter((each) => each.trim() !== "");
}

/** Fails unless these beginnings of lines are read in this order, each after the one before. */
export function assertOrder(lines: readonly string[], expected: readonly string[]): void {
  let from = 0;
  for (const each of expected) {
    const at = lines.findIndex((line, index) => index >= from && line.startsWith(each));
    assert(at >= 0, `"${each}" is not read after line ${from} of\n  ${lines.join("\n  ")}`);
    from = at + 1;
  }
}
