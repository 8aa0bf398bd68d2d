/** What the predictor's first page shows of the model's layers before any script has run. */
import { assert, assertEquals } from "@std/assert";
import { documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const panelOf = async (path: string) =>
  documentOf(await (await siteWith()(path)).text()).querySelector("section[aria-label='Inside the model']")!;

Deno.test("the page opens with the guess after each layer, the last of them its answer", async () => {
  const panel = await panelOf("/");
  const layers = [...panel.querySelectorAll(".layer-strips li")].map((each) =>
    each.querySelector(".vh")!.textContent
  );
  assertEquals(layers.length, 6);
  assert(/^“warehouse” 8\d/.test(layers.at(-1)!.trim()), layers.at(-1)!);
  assert(/“warehouse” leads from layer [1-6] on/.test(panel.querySelector("h2.small")!.textContent!));
});

Deno.test("for another text, and with heads off, it says when the guesses come", async () => {
  for (const query of ["text=My+grandmother", "heads_off=5.4", "model=parcel-gpt&path=1a"]) {
    const panel = await panelOf(`/?${query}`);
    assert(/comes with your first act/.test(panel.textContent!), query);
    assertEquals(panel.querySelectorAll(".strip-winner").length, 0);
  }
});
