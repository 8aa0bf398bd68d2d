/** The walk through one example as it stands on the page. */
import { signal } from "@preact/signals";
import { assertEquals } from "@std/assert";
import { act } from "preact/test-utils";
import { NetworkPart } from "@/islands/train/network_part.tsx";
import type { TrainLab } from "@/lib/labs/train/train_lab.ts";
import type { Trace } from "@/lib/training/network/trace.ts";
import { mounted } from "@/tests/fixtures/mounted.ts";
import { SMALL_TRACE } from "@/tests/fixtures/small_trace.ts";

const FACTS = {
  shape: { context: 2, embedding: 2, hidden: 2, vocabulary: 3, activation: "tanh", tied: false },
  tokenizer: { kind: "words", tokens: ["a", "b", "c"] },
};

/** The part at a stage of the walk. */
function part(trace: Trace | null, at = 0) {
  const stage = signal(at);
  let traced = 0;
  const lab = {
    views: { facts: signal(FACTS) },
    state: { trace: signal(trace), stage },
    inspect: { trace: () => void traced++, setStage: (to: number) => stage.value = to },
  } as unknown as TrainLab;
  const page = mounted(() => <NetworkPart lab={lab} />);
  const button = (text: string) =>
    [...page.root.querySelectorAll("button")].find((each) => each.textContent === text);
  return {
    page,
    traced: () => traced,
    press: (text: string) => act(() => button(text)!.click()),
    isOff: (text: string) => button(text)!.hasAttribute("disabled"),
    status: () => page.root.querySelector('[role="status"]')!.textContent.split(":")[0],
  };
}

Deno.test("the walk goes a step on and a step back, and not past its ends", () => {
  const { page, press, isOff, status } = part(SMALL_TRACE);
  using _ = page;
  const places = [[status(), isOff("Back"), isOff("Next")]];
  const count = Number(status()!.split(" of ")[1]);
  for (let step = 1; step < count; step++) press("Next");
  places.push([status(), isOff("Back"), isOff("Next")]);
  press("Back");
  places.push([status(), isOff("Back"), isOff("Next")]);
  assertEquals(places, [
    [`1 of ${count}`, true, false],
    [`${count} of ${count}`, false, true],
    [`${count - 1} of ${count}`, false, false],
  ]);
});

Deno.test("a walk that has fewer stages than were looked at stands at its last", () => {
  const { page, status, isOff } = part(SMALL_TRACE, 99);
  using _ = page;
  const [at, of] = status()!.split(" of ");
  assertEquals([at === of, isOff("Next")], [true, true]);
});

Deno.test("without an example one can be asked for", () => {
  const { page, press, traced } = part(null);
  using _ = page;
  press("Step one example through it");
  assertEquals(traced(), 1);
});

Deno.test("the network is drawn with its sizes, its units by their tokens, and what lies between", () => {
  const { page } = part(SMALL_TRACE);
  using _ = page;
  const texts = (selector: string) =>
    [...page.root.querySelectorAll(selector)].map((each) => each.textContent);
  assertEquals(texts(".layer-title"), ["Embeddings", "Hidden units", "Logits"]);
  assertEquals(texts(".layer-title + text"), ["2 · 2 = 4", "H = 2", "V = 3"]);
  assertEquals(texts(".unit title").slice(0, 6), [
    "(none) 1: 0.5",
    "(none) 2: -1",
    "b 1: 2",
    "b 2: 0.25",
    "unit 0: 0",
    "unit 1: 0.75",
  ]);
  assertEquals(texts(".between text"), ["2×4", "+ 2", "3×2", "+ 3"]);
});
