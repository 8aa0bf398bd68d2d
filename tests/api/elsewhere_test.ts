/** What goes to another thread and what is refused: the last that is answered here, and the first that is not. */
import { assertEquals } from "@std/assert";
import type { Context } from "hono";
import type { SiteEnv } from "@/lib/server/site.ts";
import type { Cost } from "@/lib/server/threads/cost.ts";
import type { SiteThreads } from "@/lib/server/threads/site_threads.ts";
import { isDear, isLong } from "@/routes/api/elsewhere.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

/** A request of a site that computes 20 ms here and 1,500 at most. */
function context(hasThreads: boolean, url = "http://site.test/"): Context<SiteEnv> {
  const means = { threads: hasThreads ? {} as SiteThreads : null, budget: { here: 20, most: 1500 } };
  return { get: () => ({ means }), req: { url } } as unknown as Context<SiteEnv>;
}

Deno.test("a body of 30,000 bytes is read here, a longer one by a thread where there is any", () => {
  const isLongBody = (length: number, hasThreads = true) =>
    isLong(context(hasThreads), { bytes: new Uint8Array(length), input: () => null });
  assertEquals([isLongBody(30_000), isLongBody(30_001), isLongBody(30_001, false)], [false, true, false]);
});

Deno.test("an address of 30,000 characters is read here, a longer one is not", () => {
  const isLongAddress = (length: number) =>
    isLong(context(true, "x".repeat(length)), { bytes: null, input: () => null });
  assertEquals([isLongAddress(30_000), isLongAddress(30_001)], [false, true]);
});

/** Whether a cost is dear, or what refuses it. */
function judged(cost: Cost, hasThreads = true): boolean | (string | number)[] {
  try {
    return isDear(context(hasThreads), cost);
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    return [error.status, error.errors[0]!.pointer, error.detail];
  }
}

Deno.test("20 ms are computed here, more on a thread; without threads all that is not refused", () => {
  const dear = [20, 20.1, 1500].map((milliseconds) => judged({ milliseconds }));
  assertEquals(dear, [false, true, true]);
  assertEquals(judged({ milliseconds: 1500 }, false), false);
  assertEquals(judged({ milliseconds: 20, elsewhere: 1480 }), false, "a model's thread holds up nobody here");
});

Deno.test("more than 1,500 ms, here and on a model's thread together, are refused at the place that makes them", () => {
  const refusal = (pointer: string, what: string) => [
    422,
    pointer,
    `This takes more than the server computes for one request: make ${what} smaller.`,
  ];
  assertEquals(judged({ milliseconds: 1500.1 }), refusal("", "the request"));
  assertEquals(
    judged({ milliseconds: 20, elsewhere: 1480.1, pointer: "/text", advice: "the text" }, false),
    refusal("/text", "the text"),
  );
});
