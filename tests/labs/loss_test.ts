/** What /loss and /table say, and what a drag asks of them. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { initialState } from "@/lib/experiment/codec.ts";
import { LOSS_FIELDS, type LossQuery } from "@/lib/experiment/fields/loss_fields.ts";
import { lossSentence } from "@/lib/labs/loss/loss_sentence.ts";
import { lossView } from "@/lib/labs/loss/loss_view.ts";
import { withProbability } from "@/lib/labs/loss/set_probability.ts";
import { asRun } from "@/lib/labs/query/as_run.ts";
import { withShare } from "@/lib/labs/table/with_share.ts";
import { softmax } from "@/lib/lm/distribution/softmax.ts";

function said(patch: Partial<LossQuery>): string {
  const query = { ...initialState(LOSS_FIELDS), ...patch };
  const { report, mode } = lossView(query);
  return lossSentence(report!, mode, mode === "logits" ? query.logits[0]!.length : null);
}

Deno.test("lossSentence() never makes a choice among more tokens than there are, or among infinitely many", () => {
  assertEquals(
    said({}),
    "Three coins and a surprise: as unsure as a choice among 2.83 equally likely tokens.",
  );
  const wrong = { logits: [[1e4, -1e4], [-1e4, 1e4]], targets: [0, 0] };
  assertEquals(
    said(wrong),
    "A mean loss of 10,000 nats: sure of the wrong tokens. The perplexity, e^10,000, is beyond a double.",
  );
  assertEquals(
    said({ logits: [[0, 3]], targets: [0] }),
    "A mean loss of 3.049 nats, perplexity 21.09: worse than a guess among its 2 tokens.",
  );
  assertEquals(said({ probabilities: [1, 1] }), "Certain every time: no loss, perplexity 1.");
  assertEquals(
    said({ probabilities: [0.5, 0] }),
    "A token that came had probability 0: no loss is large enough for that.",
  );
});

Deno.test("withProbability() moves one logit until softmax gives the target what was asked", () => {
  const row = withProbability([0, 3, 0.5, -1], 2, 0.25);
  assertAlmostEquals(softmax(row)[2]!, 0.25, 1e-4);
  assertEquals(row.toSpliced(2, 1), [0, 3, -1]);
  assertEquals(withProbability([4], 0, 0.5), [4]);
});

Deno.test("withShare() keeps a row a distribution", () => {
  const row = withShare(new Map([["a", 0.6], ["b", 0.3], ["c", 0.1]]), "c", 0.6);
  assertEquals(row.get("c"), 0.6);
  assertAlmostEquals(row.get("a")! / row.get("b")!, 2, 1e-12);
  assertAlmostEquals([...row.values()].reduce((a, b) => a + b), 1, 1e-12);
  assertEquals(withShare(new Map([["a", 1], ["b", 0]]), "a", 0.5).get("b"), 0.5);
});

Deno.test("asRun() finishes the run of any query, and of none does not", () => {
  const run = (search: string) => asRun(new URLSearchParams(search)).get("run");
  assertEquals([run(""), run("theme=dark"), run("run=0")], [null, null, "0"]);
  assert([run("max_steps=3"), run("seed=1&theme=dark"), run("run=1")].every((value) => value === "1"));
});
