/** Two models on one text. */
import { assert, assertEquals } from "@std/assert";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { press, read, ready, until } from "@/tests/browser/predictor_page.ts";

const test = browserTests();

test("two models answer one text, on one axis, and make their tokens in step; the link holds both", async ({ open }) => {
  const { page } = await open("/?max_tokens=3");
  const before = await ready(page);
  await press(page, "⇄ two at once");
  await page.waitForSelector(".beside-table.shared [data-id]");
  assertEquals(new URL(page.url()).searchParams.get("beside"), "parcel-gru");
  const caption = await page.$eval(".beside-table caption", (each) => each.textContent);
  assert(caption?.startsWith("Next-token distribution of parcel-gru"), caption ?? "");
  assertEquals((await read(page)).rows.map(({ id }) => id), before.rows.map(({ id }) => id));
  await press(page, "Run");
  await until(page, "three tokens", (shown) => !shown.busy && shown.generated.length === 3);
  await page.waitForFunction(() =>
    /by itself: .{3}/.test(document.querySelector(".beside-own")?.textContent ?? "")
  );
});
