/**
 * Runs axe-core on a page.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import axe from "axe-core";
import type { Page } from "puppeteer-core";

/** The rules of WCAG 2.2, levels A and AA, and axe's own best practices. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** The rules that depend on colors. */
const COLORS = ["color-contrast"];

/** Fails with what axe found, if it found anything: by all rules, or by those that depend on colors. */
export async function checkAccessibility(page: Page, { colors = false } = {}): Promise<void> {
  await page.evaluate(axe.source);
  const violations = await page.evaluate(async (tags: string[]) => {
    const runner =
      (globalThis as unknown as { axe: { run(options: unknown): Promise<{ violations: unknown[] }> } }).axe;
    const { violations } = await runner.run({ runOnly: tags, resultTypes: ["violations"] });
    return violations;
  }, colors ? COLORS : TAGS) as Violation[];
  const found = violations.map(({ id, help, nodes }) =>
    `${id} (${help}): ${
      nodes.slice(0, 4).map((node) => `${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`).join(" | ")
    }`
  );
  assertEquals(found, [], `axe found something at ${page.url()}`);
}
