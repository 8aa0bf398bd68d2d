/** A label is written once: whatever names a stage of the sampler to people uses the name in its entry. */
import { assert, assertEquals } from "@std/assert";
import { z } from "zod";
import { STAGE_NAMES, type StageName, STAGES } from "@/lib/lm/sampler/stages.ts";
import { GLOSSARY } from "@/lib/ui/page/glossary.ts";
import { endpoints } from "@/routes/api/endpoints.ts";
import { STAGE_TEXTS } from "@/routes/api/calculations/stage_texts.ts";
import { labs } from "@/routes/labs.ts";
import { documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";
import type { JsonSchema } from "../api/schema_arbitrary.ts";

function isStage(name: string | null): name is StageName {
  return STAGE_NAMES.some((stage) => stage === name);
}

/** What a control is called: its own label, or the one around it or for it. */
function labelOf(input: Element, document: Document): string {
  const id = input.getAttribute("id");
  const label = input.closest("label") ?? (id === null ? null : document.querySelector(`label[for="${id}"]`));
  return (input.getAttribute("aria-label") ?? label?.textContent ?? "").trim();
}

Deno.test("the field of a stage has the stage's name on every page", async () => {
  const ask = siteWith();
  const seen = new Set<string>();
  for (const { path } of labs) {
    const document = documentOf(await (await ask(path)).text());
    for (const input of document.querySelectorAll("input[name]")) {
      const name = input.getAttribute("name");
      if (!isStage(name) || input.getAttribute("type") === "hidden") continue;
      const label = labelOf(input, document).toLowerCase();
      assert(label.startsWith(STAGES[name].label), `${path} ${name} is called “${label}”`);
      seen.add(`${path} ${name}`);
    }
  }
  for (const name of STAGE_NAMES) assert(seen.has(`/ ${name}`), name);
});

Deno.test("embeds, glossary and the API's document know each stage by its entry", () => {
  for (const { path, fields, parts } of labs) {
    for (const { name, label } of parts) {
      if (!isStage(name)) continue;
      assertEquals(label, STAGES[name].label, `${path} ${name}`);
      assert(name in fields, `${path} hides ${name}, which it does not have`);
    }
  }
  for (const name of STAGE_NAMES) assert(STAGES[name].label in GLOSSARY, name);
  for (const { name: endpoint, request } of endpoints) {
    const { properties = {} } = z.toJSONSchema(request, { io: "input" }) as JsonSchema;
    for (const [name, property] of Object.entries(properties)) {
      if (!isStage(name)) continue;
      const said = [property.description, property.default];
      assertEquals(said, [STAGE_TEXTS[name], STAGES[name].off], `${endpoint} ${name}`);
    }
  }
});
