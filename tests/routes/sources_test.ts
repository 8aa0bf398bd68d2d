/** What a page says computed its figures: each model's name, revision, dtype and backend, and nothing where none did. */
import { assertEquals } from "@std/assert";
import { modelSource } from "@/lib/lm/model_source.ts";
import type { EmbeddedName } from "@/lib/experiment/fields/predictor_query.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { documentOf } from "@/tests/fixtures/document_of.ts";
import { siteWith } from "@/tests/server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

async function sourcesOf(address: string): Promise<(string | null)[]> {
  const document = documentOf(await (await ask(address)).text());
  return [...document.querySelectorAll("main [data-source]")].map((each) => each.getAttribute("data-source"));
}

function own(name: Exclude<EmbeddedName, "counts">): string {
  return modelSource(serverModel(name));
}

Deno.test("/objectives names the masked model and the causal one in full, /ladder each of its rungs once", async () => {
  assertEquals(await sourcesOf("/objectives"), [`${own("parcel-bert")} | ${own("parcel-gpt")}`]);
  assertEquals(await sourcesOf("/ladder?text=The+package"), [
    ["counts", "neural-ngram@seed-7-epochs-1 fp32 cpu", own("parcel-gru"), own("parcel-gpt")].join(", "),
  ]);
});

Deno.test("a page whose figures are not computed names nothing that computed them", async () => {
  const long = "left+".repeat(200);
  const refused = [
    "/score?text=left&window=100000",
    "/score?text=left&bos=4096",
    "/score?model=OWNER%2FNAME",
  ];
  const forTab = [`/score?text=${long.repeat(3)}`, `/compare?text=${long}`, `/ladder?text=${long}`];
  for (const address of [...refused, ...forTab, `/objectives?text=${"left+".repeat(31)}`]) {
    assertEquals(await sourcesOf(address), [""], address);
  }
});
