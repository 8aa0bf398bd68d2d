/** Heads of the model: what they read is drawn over the tokens, and switched off they change the bars. */
import { assert, assertEquals } from "@std/assert";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { press, read, ready, until } from "@/tests/browser/predictor_page.ts";

const test = browserTests();

test("a head shows what it reads, goes off and on again, and the link keeps it", async ({ open }) => {
  const { page, context } = await open("/");
  await ready(page);
  await page.mouse.move(300, 300);
  const head = (await page.waitForSelector("[data-head='5.4']"))!;
  const before = await read(page);
  assertEquals(await page.$$eval(".attention-arcs path", (arcs) => arcs.length), 0);
  await head.hover();
  await page.waitForFunction(() =>
    document.querySelectorAll(".head-read path").length > 0 &&
    document.querySelectorAll(".line-panel .attention-arcs path").length > 0
  );
  await head.click();
  const off = await until(
    page,
    "the bars move",
    (shown) => !shown.busy && shown.rows[0]!.probability !== before.rows[0]!.probability,
  );
  assertEquals(new URL(page.url()).searchParams.get("heads_off"), "5.4");
  // Before and after are seen together.
  assert(await page.$(".dist .bar-mark") !== null);
  const link = new URL(page.url()).search;
  await press(page, "all on");
  await until(
    page,
    "the bars are back",
    (shown) => !shown.busy && Math.abs(shown.rows[0]!.probability - before.rows[0]!.probability) < 1e-5,
  );
  const again = await open(`/${link}`, { context });
  const linked = await ready(again.page);
  assert(Math.abs(linked.rows[0]!.probability - off.rows[0]!.probability) < 1e-5);
});

test("heads that the model does not have are said, and do not count", async ({ open }) => {
  const { page } = await open("/?heads_off=9.1");
  await page.waitForSelector(".notices ::-p-text(heads_off=9.1)");
});
