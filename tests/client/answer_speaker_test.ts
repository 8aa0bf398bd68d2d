import { assertEquals } from "@std/assert";
import { createAnswerSpeaker } from "@/lib/client/answer_speaker.ts";

/** A page whose answer is set, with a clock that is told to go on. */
function page(
  first: string,
  test: (page: { show(text: string): void; pass(milliseconds: number): string[] }) => void,
) {
  const [setTimer, clearTimer] = [globalThis.setTimeout, globalThis.clearTimeout];
  let time = 0;
  let timers: { due: number; call: () => void }[] = [];
  const later = (call: () => void, milliseconds: number) => {
    const timer = { due: time + milliseconds, call };
    timers.push(timer);
    return timer;
  };
  const forget = (timer: unknown) => timers = timers.filter((each) => each !== timer);
  Object.assign(globalThis, { setTimeout: later, clearTimeout: forget });
  try {
    const spoken: string[] = [];
    let answer = first;
    const changed = createAnswerSpeaker(() => answer, (sentence) => void spoken.push(sentence));
    test({
      show(text) {
        answer = text;
        changed();
      },
      pass(milliseconds) {
        time += milliseconds;
        const due = timers.filter((timer) => timer.due <= time);
        timers = timers.filter((timer) => timer.due > time);
        for (const { call } of due) call();
        return spoken;
      },
    });
  } finally {
    Object.assign(globalThis, { setTimeout: setTimer, clearTimeout: clearTimer });
  }
}

Deno.test("an answer is said once, a second after it changed last", () => {
  page("The likeliest is a, 50 %", ({ show, pass }) => {
    for (const share of [51, 52, 53]) {
      show(`The likeliest is a, ${share} %`);
      assertEquals(pass(900), [], "while it changes, nothing");
    }
    show("The likeliest is a, 53 %");
    assertEquals(pass(100), ["The likeliest is a, 53 %"], "another change on the page puts nothing off");
    show("The likeliest is a, 53 %");
    assertEquals(pass(5000).length, 1, "the same is not said twice");
  });
});

Deno.test("what was there before is not said, nor what is there while something else is computed", () => {
  page("before", ({ show, pass }) => {
    show("before");
    show("soon gone");
    show("");
    assertEquals(pass(2000), []);
    show("the answer");
    show("before");
    assertEquals(pass(2000), [], "back where it was");
    show("the answer");
    assertEquals(pass(2000), ["the answer"]);
  });
});
