import { assertAlmostEquals, assertEquals } from "@std/assert";
import { sampleEndpoint } from "@/routes/api/calculations/sample.ts";
import { RequestProblem } from "@/routes/api/request_problem.ts";

/** Where a context of three logits is wrong; null where it is not. */
function fault(context: readonly number[]): string | null {
  try {
    sampleEndpoint.prepare({ logits: [1, 2, 3], context });
    return null;
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    return `${error.errors[0]!.pointer}: ${error.errors[0]!.detail}`;
  }
}

Deno.test("the first token of a context that is no index of the logits is named, wherever it stands", () => {
  const outside = "Is not an index of the logits: they end at 2";
  assertEquals([fault([]), fault([0, 1, 2])], [null, null]);
  assertEquals(fault([3]), `/context/0: ${outside}`);
  assertEquals(fault([2, 3, 4]), `/context/1: ${outside}`);
});

interface Answer {
  readonly stages: readonly { readonly name: string; readonly probabilities: readonly number[] }[];
}

/** The stages that ran, and the distribution after the last of them. */
async function shaped(body: Record<string, unknown>) {
  const { stages } = await sampleEndpoint.answer({ logits: [2, 1, 0], ...body }) as Answer;
  return { names: stages.map(({ name }) => name).join(" "), last: stages.at(-1)!.probabilities };
}

/** Softmax of logits, written out. */
function softmaxOf(...logits: number[]): number[] {
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
  return logits.map((logit) => Math.exp(logit) / total);
}

Deno.test("a repetition penalty that is not 1 runs where no order is given, before the temperature", async () => {
  const penalized = await shaped({ repetition_penalty: 2, context: [0] });
  assertEquals(penalized.names, "repetition_penalty temperature top_k top_p min_p");
  softmaxOf(1, 1, 0).forEach((p, i) => assertAlmostEquals(penalized.last[i]!, p, 1e-15));
  const named = await shaped({ repetition_penalty: 2, context: [0], stages: ["repetition_penalty"] });
  assertEquals(penalized.last, named.last);
  const both = await shaped({ repetition_penalty: 2, context: [0], typical_p: 0.9 });
  assertEquals(both.names, "repetition_penalty temperature top_k top_p min_p typical_p");
});

Deno.test("a repetition penalty of 1, or one that an order leaves out, is no stage", async () => {
  for (const body of [{}, { context: [0] }, { repetition_penalty: 1, context: [0] }]) {
    const { names, last } = await shaped(body);
    assertEquals(names, "temperature top_k top_p min_p");
    softmaxOf(2, 1, 0).forEach((p, i) => assertAlmostEquals(last[i]!, p, 1e-15));
  }
  assertEquals((await shaped({ typical_p: 0.9 })).names, "temperature top_k top_p min_p typical_p");
  const order = ["temperature", "top_k", "top_p", "min_p"];
  const left = await shaped({ repetition_penalty: 2, context: [0], stages: order });
  assertEquals(left.names, order.join(" "));
  softmaxOf(2, 1, 0).forEach((p, i) => assertAlmostEquals(left.last[i]!, p, 1e-15));
});
