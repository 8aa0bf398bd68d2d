/** The page before any script runs, and just after: a working instrument without a download. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { softmax } from "@/lib/lm/distribution/softmax.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { predictorAddress } from "@/tests/browser/address.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { noticesOf, press, read, ready, setText, until } from "@/tests/browser/predictor_page.ts";
import { PHONE } from "@/tests/browser/visit.ts";

const test = browserTests({ models: "none" });

test("the server's HTML holds the distribution of the default prompt", async ({ open }) => {
  const { page } = await open("/", { javaScript: false });
  const shown = await read(page);
  assertEquals(shown.text, "The package left the");
  assertEquals(shown.rows.length, 10);
  assert(shown.source !== "" && !shown.busy);
  assertEquals(shown.rows.map((row) => row.rank), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  const other = await page.$eval("tr[data-count]", (row) => Number(row.getAttribute("data-probability")));
  const sum = shown.rows.reduce((total, row) => total + row.probability, other);
  assertAlmostEquals(sum, 1, 1e-9);
});

test("without JavaScript another text is another distribution, by the form's button", async ({ open }) => {
  const { page } = await open("/", { javaScript: false });
  const before = await read(page);
  await page.$eval("textarea[name=text]", (area) => (area as HTMLTextAreaElement).value = "Once upon a");
  await Promise.all([page.waitForNavigation(), press(page, "Predict")]);
  const after = await read(page);
  assertEquals(after.text, "Once upon a");
  assert(new URL(page.url()).searchParams.get("text") === "Once upon a");
  assert(JSON.stringify(after.rows) !== JSON.stringify(before.rows));
});

test("without JavaScript Step and Undo follow the path", async ({ open }) => {
  const { page } = await open("/", { javaScript: false });
  const likeliest = (await read(page)).rows[0]!.id;
  await Promise.all([page.waitForNavigation(), press(page, "Step")]);
  assertEquals((await read(page)).generated, [likeliest]);
  await Promise.all([page.waitForNavigation(), press(page, "Undo")]);
  assertEquals((await read(page)).generated, []);
});

test("the hydrated page shows what the server's HTML showed", async ({ open }) => {
  for (const text of ["The package left the", "Once upon a time there", "zebra Ω 🎉", ""]) {
    const address = predictorAddress({ text, temperature: 0.7, top_k: 5 });
    const [plain, live] = [await open(address, { javaScript: false }), await open(address)];
    const [server, browser] = [await read(plain.page), await ready(live.page)];
    assertEquals(browser.rows.map((row) => row.id), server.rows.map((row) => row.id), text);
    browser.rows.forEach((row, i) => {
      assertAlmostEquals(row.probability, server.rows[i]!.probability, 1e-12);
      assertAlmostEquals(row.shaped, server.rows[i]!.shaped, 1e-12);
    });
    assertEquals(browser.source, server.source);
  }
});

test("a text of which the server reads the end alone is no answer before the tab has read all of it", async ({ open }) => {
  const model = serverModel("parcel-gpt");
  const text = "Mary had to wait for her parcel, since nobody was at the depot on Monday. ".repeat(9).trim();
  const tokens = await model.encode(text);
  assert(tokens.length > 150 && tokens.length < 256, `${tokens.length} tokens`);
  const { page: bare } = await open(predictorAddress({ text }), { javaScript: false });
  const sent = await read(bare);
  assertEquals([sent.busy, /more than 128 tokens/.test(await noticesOf(bare))], [true, true]);
  const { page } = await open(predictorAddress({ text }));
  const shown = await ready(page);
  const row = (await model.logits([0, ...tokens], { cache: false })).at(-1)!;
  const expected = softmax(row);
  for (const { id, probability } of shown.rows) assertAlmostEquals(probability, expected[id]!, 1e-6);
  assert(
    Math.abs(sent.rows[0]!.probability - expected[sent.rows[0]!.id]!) > 1e-4,
    "the end alone says otherwise",
  );
});

test("an edit changes the distribution to what the server says of the new text", async ({ open }) => {
  const { page } = await open("/");
  const before = await ready(page);
  await setText(page, "Thank you very");
  const after = await until(
    page,
    "the distribution follows",
    (shown) => !shown.busy && shown.rows[0]!.id !== before.rows[0]!.id,
  );
  const { page: other } = await open(predictorAddress({ text: "Thank you very" }), { javaScript: false });
  assertEquals(after.rows.map((row) => row.id), (await read(other)).rows.map((row) => row.id));
});

test("what is pasted stands in the address at once, and reloading keeps it", async ({ open }) => {
  const { page } = await open("/");
  await ready(page);
  await setText(page, "Line one\nand 50 % & more");
  await page.reload();
  assertEquals((await ready(page)).text, "Line one\nand 50 % & more");
});

test("a link with every field damaged gives defaults and notices, with and without JavaScript", async ({ open }) => {
  const damaged = predictorAddress({
    text: "The package left the",
    model: "../../etc",
    revision: "..",
    dtype: "<b>",
    device: "abacus",
    chat: "yes",
    temperature: "-1",
    top_k: "1.5",
    top_p: "2",
    min_p: "NaN",
    repetition_penalty: "0",
    stages: "temperature,temperature,cheese",
    pick: "wildly",
    seed: "-3",
    max_tokens: "ten",
    stop: "",
    stop_at_end: "maybe",
    blocked: "",
    context_limit: "0",
    context_policy: "forget",
    path: "zz.!!.0",
    top: "-5",
  });
  const { page: plainDefault } = await open("/", { javaScript: false });
  const expected = await read(plainDefault);
  for (const javaScript of [false, true]) {
    const { page } = await open(damaged, { javaScript });
    const shown = javaScript ? await ready(page) : await read(page);
    assertEquals(shown.rows.map((row) => row.id), expected.rows.map((row) => row.id));
    assertEquals(shown.generated, []);
    const notices = await noticesOf(page) + await page.$eval("body", (body) => body.textContent ?? "");
    for (const name of ["temperature", "device", "seed", "context_policy", "stages", "path"]) {
      assert(notices.includes(name), `No notice names "${name}"`);
    }
  }
});

test("a query that is not even a query is answered with the page", async ({ site }) => {
  for (
    const query of ["?%", "?text=%ff%fe", "?=&&==", `?text=${"%00".repeat(50)}`, "?path=" + "1.".repeat(3000)]
  ) {
    const response = await fetch(`${site.origin}/${query}`);
    assertEquals(response.status, 200, query);
    assert((await response.text()).includes("Next-token distribution"));
  }
});

test("the text and its distribution are above the fold on a wide screen and on a phone", async ({ open }) => {
  for (const viewport of [{ width: 1280, height: 800 }, PHONE]) {
    const { page } = await open("/", { viewport });
    await ready(page);
    const places = await page.evaluate(() => ({
      text: document.querySelector("textarea[name=text]")!.getBoundingClientRect().bottom,
      firstRows: [...document.querySelectorAll("tr[data-id]")].slice(0, 3).map((row) =>
        row.getBoundingClientRect().bottom
      ),
      height: innerHeight,
      overflow: document.documentElement.scrollWidth - innerWidth,
    }));
    assert(
      places.text < places.height && Math.max(...places.firstRows) < places.height,
      JSON.stringify(places),
    );
    assert(places.overflow <= 0, `The page is ${places.overflow} px wider than the screen`);
  }
});

test("the smallest share stands inside its row, off its bar, on a wide screen and on a phone", async ({ open }) => {
  for (const look of [{}, { viewport: PHONE }]) {
    const { page } = await open("/?text=We+apologize+for+the", { ...look, javaScript: false });
    const rows = await page.$$eval("table.dist tbody td.c-probability", (cells) =>
      cells.map((cell) => {
        const number = cell.querySelector(".num")!;
        const range = document.createRange();
        range.selectNodeContents(number);
        return [
          number.textContent!,
          Math.max(
            range.getBoundingClientRect().right - cell.getBoundingClientRect().right,
            cell.querySelector(".barbox")!.getBoundingClientRect().right - range.getBoundingClientRect().left,
          ),
        ] as const;
      }));
    assert(rows.some(([text]) => text.startsWith("<")), "none is that small");
    const share = await page.$eval(
      "table.dist tbody .barbox",
      (bar) => bar.getBoundingClientRect().width / bar.closest("table")!.getBoundingClientRect().width,
    );
    assert(share > 0.38, `bars take ${share} of the width`);
    assertEquals(rows.filter(([, beyond]) => beyond > 1), []);
  }
});
