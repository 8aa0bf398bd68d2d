/** The recurrent and the masked model give PyTorch's log-probabilities for the shipped weights. */
import { assert, assertEquals } from "@std/assert";
import type { ShippedName } from "@/lib/embedded/load_embedded_model.ts";
import { logSoftmax } from "@/lib/lm/softmax.ts";
import { serverModel } from "@/lib/server/shipped_models.ts";

const TOLERANCE = 1e-3;

interface Reference<Text> {
  readonly revision: string;
  readonly texts: readonly Text[];
}

function reference<Text extends { readonly tokens: number[] }>(name: ShippedName): readonly Text[] {
  const path = new URL(`../reference/${name.replace("-", "_")}.json`, import.meta.url);
  const { revision, texts }: Reference<Text> = JSON.parse(Deno.readTextFileSync(path));
  assertEquals(revision, serverModel(name).id.revision);
  assert(texts.reduce((sum, { tokens }) => sum + tokens.length - 1, 0) >= 1000);
  return texts;
}

function assertClose(actual: readonly number[], expected: readonly number[]): void {
  assertEquals(actual.length, expected.length);
  actual.forEach((value, i) => {
    const difference = Math.abs(value - expected[i]!);
    assert(difference <= TOLERANCE, `differs by ${difference} at ${i}`);
  });
}

Deno.test("parcel-gru agrees with PyTorch at 1,000 positions", async () => {
  const model = serverModel("parcel-gru");
  type Text = { readonly tokens: number[]; readonly log_probabilities: number[] };
  for (const { tokens, log_probabilities } of reference<Text>("parcel-gru")) {
    const scored = await model.score(tokens);
    assertClose(scored.map(({ logProbability }) => logProbability), log_probabilities);
  }
});

Deno.test("parcel-bert agrees with PyTorch at 1,000 positions, from one side and from both", async () => {
  const model = serverModel("parcel-bert");
  type Text = { readonly tokens: number[]; readonly next: number[]; readonly masked: number[] };
  for (const { tokens, next, masked } of reference<Text>("parcel-bert")) {
    const scored = await model.score(tokens);
    assertClose(scored.map(({ logProbability }) => logProbability), next);
    const filled: number[] = [];
    for (let position = 1; position < tokens.length; position++) {
      filled.push(logSoftmax(await model.fill(tokens, position))[tokens[position]!]!);
    }
    assertClose(filled, masked);
  }
});
