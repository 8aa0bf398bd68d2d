/** Links as they were shared before the pages were drawn anew: each opens, and shows the figures that it showed. */
import { assertEquals } from "@std/assert";
import { siteWith } from "../server/site_under_test.ts";
import links from "../reference/old_links.json" with { type: "json" };

/** Float32 sums of another order, relative. */
const TOLERANCE = 1e-4;

/** Links whose value was never one that could be used: today its field says so. */
const NEVER_USED: readonly string[] = ["/train?context=8&learning_rate=NaN"];

Deno.test("old links open without a value that cannot be used, and show what they showed", async () => {
  const ask = siteWith();
  for (const [href, figures] of Object.entries(links)) {
    const html = await pageOf(ask, href);
    const isMarked = /aria-invalid="true"/.test(html);
    assertEquals(isMarked, NEVER_USED.includes(href), `${href} has a value that cannot be used`);
    for (const [name, expected] of Object.entries(figures)) {
      const shown = [...html.matchAll(new RegExp(` data-${name}="([^"]*)"`, "g"))].map(([_, text]) =>
        Number(text)
      );
      const lost = expected.filter((value) => !shown.some((each) => isNear(each, value)));
      assertEquals(lost, [], `${name} of ${href}; it shows ${shown.slice(0, 8)}`);
    }
  }
});

async function pageOf(ask: ReturnType<typeof siteWith>, href: string): Promise<string> {
  const response = await ask(href);
  if (response.status === 200) return await response.text();
  assertEquals(response.status, 303, href);
  await response.body?.cancel();
  return await pageOf(ask, response.headers.get("location")!.replace(/^https?:\/\/[^/]+/, ""));
}

function isNear(shown: number, expected: number): boolean {
  return Math.abs(shown - expected) <= TOLERANCE * Math.abs(expected);
}
