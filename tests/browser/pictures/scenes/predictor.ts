import type { Page } from "puppeteer-core";
import { predictorAddress } from "@/tests/browser/address.ts";
import { ALL, type Scene } from "@/tests/browser/pictures/scene.ts";
import { press, until } from "@/tests/browser/predictor_page.ts";
import { clickStill } from "@/tests/browser/click_still.ts";

/** Sentences of the kind that parcel-gpt has read, none like another. */
const SENTENCES = [
  "The package left the warehouse on Monday and reached the regional hub before noon.",
  "A driver scanned the label, put the box on the truck and closed the door.",
  "My grandmother always waits at the window when a parcel is due.",
  "The carrier says that the shipment is delayed because of snow.",
  "We paid for the order and got a receipt by mail.",
  "The old clock in the hall strikes three.",
];

/** A text of about so many tokens. */
function textOf(tokens: number): string {
  const words = Array.from({ length: 12 }, () => SENTENCES).flat().join(" ").split(" ");
  return words.slice(0, Math.round(tokens / 1.17)).join(" ");
}

const LONG = { context_policy: "truncate_start" };
const FOREIGN = "Das Paket hat das Lager verlassen und";
const SMOLLM2 = "HuggingFaceTB/SmolLM2-135M-Instruct";
const CONFIG = { model_type: "llama", max_position_embeddings: 8192, vocab_size: 49_152 };
const FILES = [
  { rfilename: "config.json", size: JSON.stringify(CONFIG).length },
  { rfilename: "tokenizer.json", size: 1_566_542 },
  { rfilename: "onnx/model_q4.onnx", size: 113_836_369 },
];

/** The hub, as it answers for a model; nothing is asked of any other. */
async function withHub(page: Page): Promise<void> {
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const { hostname, pathname } = new URL(request.url());
    if (hostname !== "huggingface.co") return void request.continue();
    const answer = pathname.startsWith("/api/") ? { id: SMOLLM2, siblings: FILES } : CONFIG;
    const headers = { "access-control-allow-origin": "*" };
    return void request.respond({ contentType: "application/json", headers, body: JSON.stringify(answer) });
  });
}

/** Moves the pointer: the tab answers from then on. */
async function tabAnswers(page: Page): Promise<void> {
  await page.mouse.move(640, 4);
  await page.mouse.move(200, 4);
  await page.waitForFunction(() =>
    !/the policy dropped/.test(document.querySelector(".line-foot")!.textContent!)
  );
}

/** Waits for the tints of the text's own tokens, which the tab finds out after its answer. */
function tinted(page: Page): Promise<unknown> {
  return page.waitForSelector(".typed:is(.surprise-2, .surprise-3, .surprise-4)");
}

async function run(page: Page): Promise<void> {
  await press(page, "Run");
  await until(page, "40 tokens", (shown) => !shown.busy && shown.generated.length === 40);
  await page.waitForSelector(".before-column .taken");
  await page.waitForSelector(".cache-strip");
  await tinted(page);
  await page.evaluate(() => scrollTo(0, 0));
}

async function fork(page: Page): Promise<void> {
  for (let steps = 1; steps <= 3; steps++) {
    await press(page, "Step");
    await until(page, "a step", (shown) => !shown.busy && shown.generated.length === steps);
  }
  await clickStill(page, "[aria-label='Generated tokens'] [data-index='1']");
  const other = await page.waitForSelector(".inspector tr[data-id]:nth-child(2) .choose");
  await other!.evaluate((each) => (each as HTMLElement).click());
  await until(page, "the fork", (shown) => !shown.busy && shown.generated.length === 2);
  await page.waitForSelector(".go-back");
  await tinted(page);
  await page.evaluate(() => scrollTo(0, 0));
}

/** The predictor, at its address, in all of its states. */
export const PREDICTOR: readonly Scene[] = [
  { name: "predictor", path: "/", looks: ALL },
  {
    name: "predictor_150",
    path: predictorAddress({ text: textOf(150), ...LONG }),
    looks: ALL,
    // The server reads 128 of its tokens: the tab computes at once, and then how surprising each was.
    act: tinted,
  },
  {
    name: "predictor_500",
    path: predictorAddress({ text: textOf(500), ...LONG }),
    looks: ALL,
    act: tabAnswers,
  },
  {
    name: "predictor_run",
    path: predictorAddress({ max_tokens: 40, stop_at_end: 0 }),
    looks: ALL,
    act: run,
  },
  { name: "predictor_fork", path: "/", looks: ALL, act: fork },
  {
    name: "predictor_beside",
    path: predictorAddress({ beside: "parcel-gru" }),
    looks: ALL,
    act: async (page) => {
      await page.waitForSelector(".beside-table.shared [data-id]");
      await tinted(page);
    },
  },
  {
    name: "predictor_unloaded",
    path: predictorAddress({ model: SMOLLM2, path: "1a.2b.8w" }),
    looks: ALL,
    prepare: withHub,
    act: (page) =>
      page.waitForFunction(() =>
        /\(115.MB\)/.test(document.querySelector(".missing-model button")?.textContent ?? "")
      ),
  },
  {
    name: "predictor_foreign",
    path: predictorAddress({ text: FOREIGN }),
    looks: ALL,
    act: async (page) => {
      await page.focus("textarea[name=text]");
      await page.waitForSelector(".text-note ::-p-text(far from both)");
      await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    },
  },
];
