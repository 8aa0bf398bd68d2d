/** Every link of the experiments and mistakes leads to a page of the site. */
import { assert, assertEquals } from "@std/assert";
import { experimentNamed, EXPERIMENTS } from "@/lib/limits/experiments.ts";
import { readLimitQuery } from "@/lib/limits/limit_experiment.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { MISTAKES } from "@/lib/limits/mistakes.ts";
import { pages } from "@/routes/mod.ts";

Deno.test("six mistakes, and every link leads to a page", () => {
  assertEquals(MISTAKES.length, 6);
  const links = [
    ...MISTAKES.flatMap(({ symptomHref, fixHref }) => [symptomHref, fixHref]),
    ...EXPERIMENTS.flatMap(({ next }) => next.map(([href]) => href)),
  ];
  for (const href of links) {
    const path = href.split("?")[0]!;
    assert(pages.some((page) => page.path === path), href);
  }
});

/** The figures behind an address of an experiment. */
async function figuresOf(href: string) {
  const { pathname, searchParams } = new URL(href, "http://localhost");
  const experiment = experimentNamed(pathname.replace("/limits/", ""));
  const model = serverModel("parcel-gpt");
  return (await experiment.run(readLimitQuery(experiment.fields, searchParams), { model })).figures;
}

Deno.test("the symptom is there, and the fix takes it away", async () => {
  const [identical, drift, prior] = await Promise.all(
    MISTAKES.slice(0, 3).map(async (mistake) => ({
      symptom: await figuresOf(mistake.symptomHref),
      fix: await figuresOf(mistake.fixHref),
    })),
  );
  assertEquals(identical!.symptom["distinct"], 1);
  assert(identical!.fix["distinct"]! > 5, `${identical!.fix["distinct"]} distinct`);
  assert(drift!.symptom["surprisal"]! !== drift!.fix["surprisal"]!, "the text goes another way");
  assert(prior!.symptom["after"]! < 0.25 && prior!.fix["after"]! > 0.99);
});
