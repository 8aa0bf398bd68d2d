import { assertEquals } from "@std/assert";
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
