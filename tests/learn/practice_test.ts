import { assert, assertEquals } from "@std/assert";
import { PRACTICE, scoreCandidates } from "@/lib/learn/course/practice.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";

const model = serverModel("parcel-gpt");

Deno.test("the JSON record: the brace leads, a line break and a quote stay possible", async () => {
  const { candidates, covered, best } = await scoreCandidates(model, PRACTICE[0]!.text, ["{", "\\n", '"']);
  const ranks = candidates.map(({ share }) => share!.rank);
  assertEquals(ranks[0], 1);
  for (const { share } of candidates) assert(share!.probability > 0.01);
  assert(covered <= best + 1e-12 && covered > 0.7);
});

Deno.test("behind the brace a quote or a line break; indentation in Python; several columns in SQL", async () => {
  const first = async (index: number, written: string) =>
    (await scoreCandidates(model, PRACTICE[index]!.text, [written])).candidates[0]!.share!;
  assertEquals((await first(1, '"')).rank, 1);
  assertEquals((await first(1, "\\n")).rank, 2);
  const indented = await first(2, "\\s\\s\\s\\s");
  assert(indented.rank === 1 && indented.probability > 0.9);
  assert((await first(3, "status")).rank <= 5);
});

Deno.test("what is found is the beginning of what was written, never the space before it", async () => {
  const asked = [[1, "}"], [3, "created"], [1, '"']] as const;
  const candidates = await Promise.all(
    asked.map(async ([text, written]) =>
      (await scoreCandidates(model, PRACTICE[text]!.text, [written])).candidates[0]!
    ),
  );
  const texts = candidates.map(({ share }) => new TextDecoder().decode(Uint8Array.from(share!.bytes)));
  assertEquals(texts, ["}", "c", '"']);
  assertEquals(candidates.map(({ isPart }) => isPart), [false, true, false]);
});

Deno.test("nothing written, or the same token twice, counts for nothing more", async () => {
  const { candidates, covered } = await scoreCandidates(model, PRACTICE[0]!.text, ["{", "{", ""]);
  assertEquals(candidates[2]!.share, null);
  assertEquals(covered, candidates[0]!.share!.probability);
});
