/** The experiments say what `deno task models:check` wrote into the model's card, cell by cell and case by case. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { experimentNamed } from "@/lib/limits/experiments.ts";
import { readCheckResults } from "@/lib/server/models/card.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { policyCases, scorePolicies } from "@/models/check/policy_override.ts";
import { pairsAgainstShortcut } from "@/models/check/subtraction.ts";
import { siteWith } from "../server/site_under_test.ts";

/** Of the pairs that stood in the text, the check asks each eighth one. */
const EACH = 8;
/** Steps of the map's scale. */
const [RIGHT, NEAR] = [7, 4];

Deno.test("the subtraction map, counted cell by cell, is what the card says", async () => {
  const answer = await experimentNamed("subtraction").run({}, { model: serverModel("parcel-gpt") });
  const maps = answer.parts.filter((part) => part.kind === "map");
  const [held, seen] = maps.map(({ cells }) => (pairs: readonly (readonly [number, number])[]) => {
    const steps = pairs.map(([ordered, returned]) => cells[ordered - 1]![returned - 1]!);
    assert(steps.every((step) => step > 0), "each pair has its cell");
    const exact = steps.filter((step) => step === RIGHT).length;
    return { pairs: pairs.length, exact, near: exact + steps.filter((step) => step === NEAR).length };
  });
  const { held_out, in_text } = readCheckResults("parcel-gpt").subtraction;
  assertEquals(held!(pairsAgainstShortcut(true)), { ...held_out });
  assertEquals(seen!(pairsAgainstShortcut(false).filter((_, i) => i % EACH === 0)), { ...in_text });
});

Deno.test("the policies that are obeyed are counted again, and the page says both measurements", async () => {
  const { subtraction: { held_out }, policy } = readCheckResults("parcel-gpt");
  assertEquals(await scorePolicies(serverModel("parcel-gpt"), policyCases(policy.cases)), policy.obeyed);
  const ask = siteWith();
  assertMatch(
    await (await ask("/limits/refund")).text(),
    new RegExp(`data-obeyed="${policy.obeyed}" data-cases="${policy.cases}"`),
  );
  assertMatch(
    await (await ask("/limits/subtraction")).text(),
    new RegExp(`data-exact="${held_out.exact}" data-pairs="${held_out.pairs}"`),
  );
});
