/**
 * SmolLM2-135M-Instruct, real weights from a mirror folder, against figures from PyTorch. Skipped where there is
 * no such folder: `MODEL_MIRROR` names it.
 */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import type { Page } from "puppeteer-core";
import { predictorAddress } from "@/tests/browser/address.ts";
import { browserTests, type Stage } from "@/tests/browser/browser_tests.ts";
import { load, press, ready, setText, type Shown, until } from "@/tests/browser/predictor_page.ts";

interface ExpectedPrompt {
  readonly text: string;
  readonly ids: readonly number[];
  readonly top20: readonly { readonly id: number; readonly log_probability: number }[];
  readonly greedy: readonly { readonly id: number; readonly margin: number }[];
}

interface Expected {
  readonly tolerance: { readonly log_probability_wasm: number; readonly log_probability_webgpu: number };
  readonly prompts: readonly ExpectedPrompt[];
}

const MODEL = "HuggingFaceTB/SmolLM2-135M-Instruct";
const MIRROR = Deno.env.get("MODEL_MIRROR") ?? "";

function readExpected(): Expected | null {
  try {
    Deno.statSync(`${MIRROR}/${MODEL}/resolve/main/onnx/model_q4.onnx`);
    return JSON.parse(Deno.readTextFileSync(`${MIRROR}/expected.json`));
  } catch {
    return null;
  }
}

const expected = readExpected();
const skipped = `SmolLM2 tests are skipped: no ${MODEL} and expected.json in MODEL_MIRROR ("${MIRROR}")`;
// deno-lint-ignore no-console
if (!expected) console.log(skipped);

const onWasm = browserTests({ mirror: MIRROR });
const onWebgpu = browserTests({ mirror: MIRROR, webgpu: true });

/** Ids of the prompt's tokens as the page shows them. */
function tokenIds(page: Page): Promise<number[]> {
  return page.$$eval(
    '[aria-label="Tokens of the text"] [data-token-id]',
    (chips) => chips.map((chip) => Number((chip as HTMLElement).dataset["tokenId"])),
  );
}

/** Replaces the text and waits for its tokens and their answer. */
async function ask(page: Page, prompt: ExpectedPrompt, timeout: number): Promise<Shown> {
  await setText(page, prompt.text);
  const end = Date.now() + timeout;
  while ((await tokenIds(page)).join() !== prompt.ids.join()) {
    if (Date.now() > end) {
      throw new Error(`Tokens of "${prompt.text}": ${await tokenIds(page)}, not ${prompt.ids}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return until(
    page,
    `the answer to "${prompt.text}"`,
    (shown) => !shown.busy && shown.rows.length >= 20,
    timeout,
  );
}

function checkTop(shown: Shown, prompt: ExpectedPrompt, tolerance: number): void {
  const rows = new Map(shown.rows.map((row) => [row.id, row]));
  for (const { id, log_probability } of prompt.top20) {
    const row = rows.get(id);
    const last = prompt.top20.at(-1)!.log_probability;
    if (!row && log_probability - last < 2 * tolerance) continue;
    if (!row) throw new Error(`"${prompt.text}": token ${id} is not shown`);
    assertAlmostEquals(
      Math.log(row.probability),
      log_probability,
      tolerance,
      `"${prompt.text}", token ${id}`,
    );
  }
}

/** Compares greedy steps up to the first where the margin lets either token win. */
function checkGreedy(generated: readonly number[], prompt: ExpectedPrompt): number {
  for (const [step, { id, margin }] of prompt.greedy.entries()) {
    if (generated[step] !== id) {
      assert(
        margin < 0.01,
        `"${prompt.text}", step ${step + 1}: ${generated[step]}, not ${id} (margin ${margin})`,
      );
      return step;
    }
  }
  return prompt.greedy.length;
}

for (const [device, backend] of [["auto", "kernel"], ["wasm", "wasm"]] as const) {
  const name = `SmolLM2 on ${backend}: 19 prompts and their greedy steps are as in PyTorch`;
  onWasm(name, ({ open }) => checkPrompts(open, device, backend), { ignore: !expected });
}

async function checkPrompts(open: Stage["open"], device: string, backend: string): Promise<void> {
  const { prompts, tolerance } = expected!;
  const query = { model: MODEL, device, top: 25, max_tokens: 16, stop_at_end: 0 };
  const { page } = await open(predictorAddress(query));
  await ready(page);
  const loaded = await load(page, MODEL, 180_000);
  assertEquals(loaded.source, `${MODEL}@main q4 ${backend}`);
  let compared = 0;
  for (const prompt of prompts) {
    checkTop(await ask(page, prompt, 60_000), prompt, tolerance.log_probability_wasm);
    await press(page, "Run");
    const run = await until(
      page,
      "16 steps",
      (shown) => shown.stop === "limit" && shown.generated.length === 16,
      60_000,
    );
    compared += checkGreedy(run.generated, prompt);
  }
  assert(compared > 0.9 * 16 * prompts.length, `Only ${compared} steps could be compared`);
}

onWebgpu("SmolLM2 on WebGPU: the three shortest prompts are as in PyTorch", async ({ open }) => {
  const { prompts, tolerance } = expected!;
  const [first, ...rest] = prompts.toSorted((a, b) => a.ids.length - b.ids.length).slice(0, 3);
  const { page } = await open(
    predictorAddress({ text: first!.text, model: MODEL, device: "webgpu", top: 25 }),
  );
  await ready(page);
  const shown = await load(page, MODEL, 300_000);
  assertEquals(shown.source, `${MODEL}@main q4 webgpu`);
  checkTop(shown, first!, tolerance.log_probability_webgpu);
  for (const prompt of rest) {
    checkTop(await ask(page, prompt, 120_000), prompt, tolerance.log_probability_webgpu);
  }
}, { ignore: !expected });
