/**
 * What every browser has to do with the site: few looks at much of it, the same in each.
 *
 * @module
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { StartedBrowser } from "@/tests/browser/other_browsers/started_browser.ts";
import { SMOLLM2, type smollm2Expected } from "@/tests/browser/other_browsers/smollm2_expected.ts";
import type { PlainPage } from "@/tests/browser/plain_page.ts";
import { load, ready, setControl, setText, settled, until } from "@/tests/browser/predictor_page.ts";
import { toModelError } from "@/lib/models/engine/engine_error.ts";
import { pages } from "@/routes/mod.ts";
import worked from "@/tests/reference/torch_neural_ngram.json" with { type: "json" };

/** Firefox reports an import that a navigation cut off as an error of the page. An island's own is seen on it. */
const CUT_OFF = /error loading dynamically imported module/;

/** Presses the button of this name once it can be pressed. */
async function press(page: PlainPage, name: string): Promise<void> {
  await page.waitForFunction(
    (wanted: string) => {
      const found = [...document.querySelectorAll("button")].find((each) =>
        !each.disabled && each.textContent?.trim() === wanted
      );
      found?.click();
      return found !== undefined;
    },
    {},
    name,
  );
}

/** Waits until the islands that are not put off are alive or have failed, and returns the names of the failed. */
async function failedIslands(page: PlainPage): Promise<string[]> {
  await page.waitForFunction(() =>
    [...document.querySelectorAll<HTMLElement>("is-land[when=load]")].every(({ dataset }) =>
      dataset["state"] !== undefined
    )
  );
  return await page.evaluate(() =>
    [...document.querySelectorAll('is-land[data-state="failed"]')].map((each) =>
      `${each.getAttribute("name")}`
    )
  );
}

/** The pages that hold an island which no page before them holds. */
async function pagesOfAllIslands(origin: string): Promise<string[]> {
  const seen = new Set<string>();
  const paths: string[] = [];
  for (const { path } of pages) {
    const html = await (await fetch(origin + path)).text();
    const names = [...html.matchAll(/<is-land name="(\w+)"/g)].map(([, name]) => name!);
    if (names.some((name) => !seen.has(name))) paths.push(path);
    for (const name of names) seen.add(name);
  }
  return paths;
}

/** Every kind of page comes alive, and none reports an error. */
export async function everyIsland({ page, problems }: StartedBrowser, origin: string): Promise<void> {
  const failed: string[] = [];
  for (const path of await pagesOfAllIslands(origin)) {
    await page.goto(origin + path);
    failed.push(...(await failedIslands(page)).map((name) => `${path}: ${name}`));
  }
  assertEquals(failed, []);
  assertEquals((await problems()).filter((problem) => !CUT_OFF.test(problem)), []);
}

/** Token ids and probabilities of the predictor as the server has them, for the address that is shown. */
function serverRows(page: PlainPage): Promise<[number, number][]> {
  return page.evaluate(async () => {
    const html = await (await fetch(location.href)).text();
    const shown = new DOMParser().parseFromString(html, "text/html");
    return [...shown.querySelectorAll<HTMLElement>("table tr[data-id]")]
      .map(({ dataset }) => [Number(dataset["id"]), Number(dataset["probability"])] as [number, number]);
  });
}

/** Whether the page does something with a key in the predictor's text. */
function keyIsTaken(
  page: PlainPage,
  key: { readonly key: string; readonly keyCode?: number },
): Promise<boolean> {
  return page.evaluate((init) => {
    const event = new KeyboardEvent("keydown", { bubbles: true, cancelable: true, ...init });
    return !document.querySelector("textarea[name=text]")!.dispatchEvent(event);
  }, key);
}

/** Edits on two pages change their figures, to the server's. */
export async function edits({ page }: StartedBrowser, origin: string): Promise<void> {
  await page.goto(`${origin}/`);
  await ready(page);
  await setText(page, "The truck left the");
  const { rows, source } = await until(
    page,
    "the tab answers the edit itself",
    (shown) => !shown.busy && shown.text === "The truck left the" && /kernel/.test(shown.source),
  );
  await page.waitForFunction(() => location.search.includes("truck"));
  const expected = new Map(await serverRows(page));
  assert(rows.length > 5, source);
  for (const { id, probability } of rows) assertAlmostEquals(probability, expected.get(id)!, 1e-5);

  assertEquals(await keyIsTaken(page, { key: "Enter" }), true);
  // Safari reports the Enter that ends a composition so, after the composition.
  assertEquals(await keyIsTaken(page, { key: "Enter", keyCode: 229 }), false);

  await page.goto(`${origin}/softmax`);
  await failedIslands(page);
  await setControl(page, "logits", "0, 0");
  await page.waitForFunction(() =>
    location.search.includes("logits=0,0") && !document.querySelector(".stale")
  );
  await page.waitForFunction(() => document.querySelector("main")!.textContent!.includes("0.5"));
}

/** Run generates, and its link generates the same again. */
export async function runs({ page }: StartedBrowser, origin: string): Promise<void> {
  await page.goto(`${origin}/?text=The+package+left+the&pick=sample&seed=7&max_tokens=6&stop_at_end=0`);
  await ready(page);
  await press(page, "Run");
  const { generated } = await until(page, "the limit", ({ stop }) => stop === "limit");
  assertEquals(generated.length, 6);
  await page.waitForFunction(() => new URLSearchParams(location.search).get("path")?.split(".").length === 6);
  const address = await page.evaluate(() => location.href);
  await page.goto(`${origin}/privacy`);
  await page.goto(address);
  await ready(page);
  assertEquals(
    (await until(page, "the replay", (shown) => shown.generated.length === 6)).generated,
    generated,
  );
}

/** The worked example is trained to PyTorch's loss. */
export async function trains({ page }: StartedBrowser, origin: string): Promise<void> {
  await page.goto(`${origin}/train`);
  await failedIslands(page);
  await press(page, "Train");
  await page.waitForFunction(() =>
    /Trained|Stopped/.test(document.querySelector(".status-line [role=status]")?.textContent ?? "")
  );
  const loss = await page.evaluate(() =>
    Number([...document.querySelectorAll<HTMLElement>("table tr[data-loss]")].at(-1)?.dataset["loss"])
  );
  assertAlmostEquals(loss, worked.runs["7"].final_loss, 1e-4);
}

/** SmolLM2 is loaded and answers as PyTorch does. */
export async function answers(
  { page }: StartedBrowser,
  origin: string,
  { answer, tolerance }: NonNullable<ReturnType<typeof smollm2Expected>>,
): Promise<void> {
  const query = new URLSearchParams({ model: SMOLLM2, text: answer.text, top: "25" });
  await page.goto(`${origin}/?${query}`);
  await ready(page);
  await load(page, SMOLLM2, 120_000);
  const rows = new Map((await settled(page)).rows.map(({ id, probability }) => [id, probability]));
  for (const { id, log_probability } of answer.top20.slice(0, 10)) {
    assertAlmostEquals(Math.log(rows.get(id) ?? 0), log_probability, tolerance, `token ${id}`);
  }
}

/** What the browser says where there is no room for an array is known as that. */
export async function noMemory({ page }: StartedBrowser): Promise<void> {
  const said = await page.evaluate(() =>
    [2 ** 41, 2 ** 52].flatMap((length) =>
      [() => new ArrayBuffer(length), () => new Float32Array(length)].map((make) => {
        try {
          return `${make().byteLength}`;
        } catch (error) {
          return (error as Error).message;
        }
      })
    )
  );
  for (const words of said) assertEquals(toModelError(new RangeError(words)).code, "out_of_memory", words);
}
