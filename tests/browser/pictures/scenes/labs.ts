import type { Page } from "puppeteer-core";
import { type Scene, TWO } from "@/tests/browser/pictures/scene.ts";
import { wrongValue } from "@/tests/browser/pictures/scenes/wrong_value.ts";

type Act = (page: Page) => Promise<unknown>;

/** Moves what is dragged, by keys: the pointer would stay on the figure. */
function moved(selector: string, key: "ArrowLeft" | "End" | "Home", presses = 1): Act {
  return async (page) => {
    await page.focus(selector);
    for (let press = 0; press < presses; press++) await page.keyboard.press(key);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  };
}

/** Presses something, and takes the pointer away. */
function pressed(selector: string, until: string): Act {
  return async (page) => {
    await page.locator(selector).click();
    await page.waitForSelector(until);
    await page.mouse.move(0, 0);
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  };
}

interface Lab {
  readonly name: string;
  /** A field, and a value that it does not take. */
  readonly wrong: readonly [selector: string, value: string];
  /** What a visitor does first. */
  readonly act: Act;
  /** Where that begins, if not at the bare address. */
  readonly from?: string;
}

const LIST: readonly Lab[] = [
  {
    name: "softmax",
    wrong: ["#field-temperature", "-1"],
    act: moved('input[aria-label="Logit of slowly"]', "ArrowLeft", 8),
  },
  {
    name: "loss",
    wrong: ["#field-probabilities", "0.5, 1.2"],
    act: moved('input[aria-label="Probability at position 4"]', "End"),
  },
  { name: "kv-cache", wrong: ["#field-tokens", "many"], act: moved(".card-handle input", "End") },
  { name: "context", wrong: ["#field-limit", "0"], act: moved(".window-handle input", "ArrowLeft", 30) },
  {
    name: "ngram",
    wrong: ["#field-k", "0"],
    act: pressed(".heat-map .row-head::-p-text(hub)", ".heat-map tr.chosen ::-p-text(hub)"),
  },
  {
    name: "table",
    wrong: ["#field-max-steps", "1.5"],
    act: pressed("a.primary::-p-text(Step)", "a::-p-text(Undo)"),
  },
  {
    name: "train",
    wrong: ["#field-learning-rate", "-1"],
    from: "?run=1",
    act: moved('input[aria-label="Learning rate, dragged"]', "ArrowLeft", 4),
  },
];

/** Each lab as it opens, after its first act, with a value that it does not take, and as it prints. */
export const LABS: readonly Scene[] = LIST.flatMap(({ name, wrong, act, from = "" }) => [
  { name, path: `/${name}`, looks: TWO },
  { name: `${name}_moved`, path: `/${name}${from}`, looks: ["wide_light"], act },
  { name: `${name}_wrong`, path: `/${name}`, looks: ["phone_light"], act: wrongValue(...wrong) },
  { name: `${name}_printed`, path: `/${name}`, looks: ["wide_paper"] },
]);
