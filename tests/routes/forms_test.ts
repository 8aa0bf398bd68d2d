/** A range and a default are written once: what a form says of a field is what the page's address takes. */
import { assert, assertEquals } from "@std/assert";
import type { NumberRange } from "@/lib/experiment/fields/field.ts";
import { labs } from "@/routes/labs.ts";
import { documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

interface FormField {
  readonly range?: NumberRange;
  readonly choices?: readonly string[];
  readonly initial: unknown;
  format(value: unknown): string[];
}

/** Bounds of a form that are narrower, each with its reason. */
const NARROWER: Readonly<Record<string, string>> = {
  "/ context_limit max": "the model that answers reads no more",
};

Deno.test("every field of a form has the range, the choices and the default of its page's address", async () => {
  const ask = siteWith();
  let compared = 0;
  for (const { path, fields } of labs) {
    const table = fields as unknown as Readonly<Record<string, FormField>>;
    const document = documentOf(await (await ask(path)).text());
    for (const input of document.querySelectorAll('input[type="number"], input[inputmode]')) {
      const { range, initial, format } = table[input.getAttribute("name") ?? ""] ?? {};
      const where = `${path} ${input.getAttribute("name")}`;
      if (range === undefined) continue;
      for (const bound of ["min", "max"] as const) {
        const said = input.getAttribute(bound);
        if (said !== null && !(`${where} ${bound}` in NARROWER)) {
          assertEquals(Number(said), range[bound], `${where} ${bound}`);
        }
      }
      assertEquals(input.getAttribute("value") ?? "", initial === null ? "" : format!(initial)[0], where);
      compared++;
    }
    for (const select of document.querySelectorAll("select")) {
      const { choices } = table[select.getAttribute("name") ?? ""] ?? {};
      if (choices === undefined) continue;
      const options = [...select.querySelectorAll("option")].map((option) =>
        option.getAttribute("value") ?? option.textContent
      );
      assertEquals(
        options.filter((option) => !choices.includes(option!)),
        [],
        `${path} ${select.getAttribute("name")}`,
      );
      compared++;
    }
  }
  assert(compared >= 30, `${compared} were compared`);
});
