/** Every guess that can be made is answered, and right ones are told so. */
import { assert, assertEquals } from "@std/assert";
import { truthOf } from "@/lib/learn/course/figure_truths.ts";
import { BAR_REPLIES, ORDER_REPLIES } from "@/lib/learn/course/replies.ts";
import { replyTo } from "@/lib/learn/course/reply_to.ts";
import { STEPS } from "@/lib/learn/course/steps.ts";
import { stepFacts } from "@/routes/learn/step_facts.ts";

const PRAISE = /^(Right|Close)\./;

Deno.test("every length of every bar has a reply; only near the truth it is right or close", async () => {
  for (const step of STEPS) {
    const { name, guess } = step;
    if (guess.kind !== "bar") continue;
    const facts = await stepFacts(step);
    const truth = truthOf(step, facts)!;
    const { min = 0, max, step: by } = guess;
    const span = max - min;
    const said = new Set<string>();
    for (let value = min; value <= max + by / 2; value += by) {
      const reply = replyTo(step, facts, `${Math.min(max, value)}`);
      assert(reply !== null, `${name} ${value}`);
      said.add(reply.replace(PRAISE, ""));
      if (PRAISE.test(reply)) assert(Math.abs(value - truth) < 0.15 * span, `${name} ${value}: ${reply}`);
    }
    assertEquals(said.size, BAR_REPLIES[name]!.length, `${name}: each reply is reached`);
    assert(replyTo(step, facts, `${truth}`)!.startsWith("Right."), `${name}: the truth is right`);
  }
});

Deno.test("an order is answered at its first wrong place, a word by the model that says it too", async () => {
  for (const step of STEPS) {
    if (step.guess.kind !== "order") continue;
    const { items } = step.guess;
    assertEquals(ORDER_REPLIES[step.name]!.length, items.length);
    const facts = await stepFacts(step);
    assertEquals(
      replyTo(step, facts, items.map((_, index) => index).join()),
      null,
      "the order itself says it",
    );
    assertEquals(
      replyTo(step, facts, [1, 0, ...items.keys()].slice(0, items.length).join()),
      ORDER_REPLIES[step.name]![0],
    );
  }
  const masked = STEPS.find(({ name }) => name === "masked")!;
  const facts = await stepFacts(masked);
  const [both, left, other] = [" Checkout", "warehouse", "home"].map((word) => replyTo(masked, facts, word)!);
  assert(both!.includes("both sides") && left!.includes("only the left") && other!.includes("may fit"));
  for (const step of STEPS) assertEquals(replyTo(step, facts, ""), null, "no guess, no reply");
});
