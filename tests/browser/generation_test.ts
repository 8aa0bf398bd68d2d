/** Step, Run, Stop, Undo, every stop condition, forks and links, with a tiny model on WASM. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { tinyAddress } from "@/tests/browser/address.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { checkFigures } from "@/tests/browser/check_figures.ts";
import { load, press, ready, setControl, settled, until } from "@/tests/browser/predictor_page.ts";
import { findPrompt } from "@/tests/fixtures/find_prompt.ts";
import { TINY, variantWeights } from "@/tests/fixtures/tiny_repositories.ts";
import { tinyGenerate } from "@/tests/fixtures/tiny_reference.ts";
import { TINY_END, tinyDecode, tinyEncode } from "@/tests/fixtures/tiny_tokenizer.ts";

const test = browserTests();
const weights = variantWeights(TINY);
const PROMPT = "The package left the";
const GREEDY = tinyGenerate(weights, tinyEncode(PROMPT), 12);

test("Step appends the likeliest token and shows the next distribution; Undo takes it back", async ({ open }) => {
  const { page } = await open(tinyAddress({ text: PROMPT }));
  await ready(page);
  await load(page, TINY.name);
  for (const steps of [1, 2, 3]) {
    await press(page, "Step");
    const shown = await until(
      page,
      `${steps} tokens`,
      (each) => !each.busy && each.generated.length === steps,
    );
    assertEquals(shown.generated, GREEDY.slice(0, steps));
    checkFigures(await settled(page), weights, [...tinyEncode(PROMPT), ...shown.generated]);
  }
  await press(page, "Undo");
  const undone = await until(page, "a token is gone", (each) => !each.busy && each.generated.length === 2);
  checkFigures(undone, weights, [...tinyEncode(PROMPT), ...GREEDY.slice(0, 2)]);
});

test("Run goes on to the token limit and says so", async ({ open }) => {
  const { page } = await open(tinyAddress({ text: PROMPT, max_tokens: 12 }));
  await ready(page);
  await load(page, TINY.name);
  await press(page, "Run");
  const shown = await until(page, "the limit", (each) => each.stop === "limit");
  assertEquals(shown.generated, GREEDY);
});

test("generation stops at the end token, a stop string, a newline, a blocked phrase and a full context", async ({ open }) => {
  const ending = findPrompt(weights, (generated) => generated.at(-1) === TINY_END);
  const newline = findPrompt(weights, (generated) => generated.at(-1) === 13);
  const phrase = tinyDecode(ending.generated.slice(1, 4));
  const cases = [
    { stop: "end", query: { text: ending.text }, generated: ending.generated },
    { stop: "stop", query: { text: newline.text, stop: "\\n" }, generated: newline.generated },
    { stop: "stop", query: { text: ending.text, stop: phrase }, generated: ending.generated.slice(0, 4) },
    {
      stop: "blocked",
      query: { text: ending.text, blocked: phrase },
      generated: ending.generated.slice(0, 4),
    },
    {
      stop: "context",
      query: { text: PROMPT, context_limit: 9 },
      generated: GREEDY.slice(0, 9 - tinyEncode(PROMPT).length),
    },
    {
      stop: "limit",
      query: { text: ending.text, stop_at_end: 0, max_tokens: ending.generated.length + 1 },
      generated: tinyGenerate(weights, ending.prompt, ending.generated.length + 1),
    },
  ];
  const first = await open("/");
  for (const { stop, query, generated } of cases) {
    const { page } = await open(tinyAddress(query), { context: first.context });
    await ready(page);
    await load(page, TINY.name);
    await press(page, "Run");
    const shown = await until(page, `the generation stops by ${stop}`, (each) => each.stop !== null);
    assertEquals([shown.stop, ...shown.generated], [stop, ...generated], JSON.stringify(query));
  }
});

test("generation goes on after the context policy dropped the start, and says what was dropped", async ({ open }) => {
  const query = { text: PROMPT, context_limit: 8, context_policy: "truncate_start", max_tokens: 10 };
  const { page } = await open(tinyAddress(query));
  await ready(page);
  await load(page, TINY.name);
  await press(page, "Run");
  const shown = await until(page, "the limit", (each) => each.stop === "limit");
  const all = tinyEncode(PROMPT);
  for (let i = 0; i < 10; i++) {
    all.push(tinyGenerate(weights, all.slice(-7 * Number(all.length >= 8)), 1)[0]!);
  }
  assertEquals(shown.generated, all.slice(4));
  const said = await page.$eval("body", (body) => body.innerText);
  assert(/dropp|left out/i.test(said), "The page does not say what was dropped");
});

test("Stop takes effect, and what was generated stays", async ({ open }) => {
  const query = { text: PROMPT, max_tokens: 5000, stop_at_end: 0, context_policy: "truncate_start" };
  const { page } = await open(tinyAddress(query));
  await ready(page);
  await load(page, TINY.name);
  await press(page, "Run");
  await until(page, "some tokens", (each) => each.generated.length >= 3);
  const [form, bars] = await page.evaluate(() =>
    ["form.predictor", "table.dist"].map((each) =>
      document.querySelector(each)!.getBoundingClientRect().bottom
    )
  );
  assert(bars! <= form!, "the bars are whole while it runs");
  await press(page, "Stop");
  const stopped = await until(page, "the visitor's stop", (each) => each.stop === "visitor");
  await new Promise((resolve) => setTimeout(resolve, 500));
  const later = await settled(page);
  assert(later.generated.length < 4000);
  assertEquals(later.generated, stopped.generated);
  await press(page, "Step");
  await until(page, "one more token", (each) => each.generated.length === stopped.generated.length + 1);
});

test("a reload in the middle of a run loses no token", async ({ open }) => {
  const { page } = await open("/?max_tokens=100000&stop_at_end=0&context_policy=truncate_start");
  await ready(page);
  await press(page, "Run");
  await until(page, "a run", (each) => each.generated.length >= 40);
  // In one task: what is shown now is there when the page goes, and perhaps a few tokens more.
  await page.evaluate(() =>
    void setTimeout(() => {
      const tokens = [...document.querySelectorAll<HTMLElement>('[aria-label="Generated tokens"] [data-id]')];
      sessionStorage.setItem("shown", tokens.map((each) => each.dataset["id"]).join());
      location.reload();
    })
  );
  await page.waitForFunction(() => performance.getEntriesByType("navigation")[0]?.toJSON().type === "reload");
  await ready(page);
  const shown = (await page.evaluate(() => sessionStorage.getItem("shown")!)).split(",").map(Number);
  const again = await until(
    page,
    "the tokens",
    (each) => !each.busy && each.generated.length >= shown.length,
  );
  assertEquals(again.generated.slice(0, shown.length), shown);
});

test("sampling replays from its link in a fresh profile, token by token", async ({ open }) => {
  const query = {
    text: PROMPT,
    pick: "sample",
    seed: 7,
    temperature: 0.9,
    top_p: 0.95,
    max_tokens: 16,
    stop_at_end: 0,
  };
  const { page } = await open(tinyAddress(query));
  await ready(page);
  await load(page, TINY.name);
  await press(page, "Run");
  const shown = await until(page, "the limit", (each) => each.stop === "limit");
  assertEquals(shown.generated.length, 16);
  await page.waitForFunction(() => new URL(location.href).searchParams.get("path")?.split(".").length === 16);
  const path = new URL(page.url()).searchParams.get("path")!;
  assertEquals(path.split(".").map((id) => parseInt(id, 36)), [...shown.generated]);
  const { pathname, search } = new URL(page.url());
  const fresh = await open(pathname + search);
  await ready(fresh.page);
  await load(fresh.page, TINY.name);
  const replayed = await until(fresh.page, "the replay", (each) => each.generated.length === 16);
  assertEquals(replayed.generated, shown.generated);
  const again = new URLSearchParams(search);
  again.delete("path");
  const sampled = await open(`/?${again}`);
  await ready(sampled.page);
  await load(sampled.page, TINY.name);
  await press(sampled.page, "Run");
  const anew = await until(sampled.page, "the limit", (each) => each.stop === "limit");
  assertEquals(anew.generated, shown.generated, "The same seed samples the same tokens");
});

test("another token chosen at a generated position forks from there", async ({ open }) => {
  const { page } = await open(tinyAddress({ text: PROMPT, max_tokens: 6 }));
  await ready(page);
  await load(page, TINY.name);
  await press(page, "Run");
  await until(page, "the limit", (each) => each.stop === "limit");
  await page.locator('[aria-label="Generated tokens"] [data-index="2"]').click();
  const fork = await page.waitForSelector('.inspector tr[data-id]:nth-child(3) [aria-label^="Fork"]');
  const chosen = await fork!.evaluate((each) => Number(each.closest("tr")!.dataset["id"]));
  await fork!.evaluate((each) => (each as HTMLElement).click());
  const forked = await until(page, "the fork", (each) => !each.busy && each.generated[2] === chosen);
  assertEquals(forked.generated.slice(0, 3), [...GREEDY.slice(0, 2), chosen]);
});

test("the sampler's controls shape the shown probabilities and leave the model's alone", async ({ open }) => {
  const { page } = await open(tinyAddress({ text: PROMPT }));
  await ready(page);
  const plain = await load(page, TINY.name);
  await setControl(page, "temperature", "0.5");
  await setControl(page, "top_k", "3");
  const shaped = await until(
    page,
    "three tokens are left",
    (shown) => shown.rows.filter((row) => row.shaped > 0).length === 3,
  );
  shaped.rows.forEach((row, i) => assertAlmostEquals(row.probability, plain.rows[i]!.probability, 1e-12));
  const powers = plain.rows.slice(0, 3).map((row) => row.probability ** 2);
  const total = powers.reduce((sum, power) => sum + power, 0);
  powers.forEach((power, i) => assertAlmostEquals(shaped.rows[i]!.shaped, power / total, 1e-6));
  await setControl(page, "temperature", "0");
  const greedy = await until(page, "greedy", (shown) => shown.rows[0]!.shaped === 1);
  assertEquals(greedy.rows.filter((row) => row.shaped > 0).length, 1);
});
