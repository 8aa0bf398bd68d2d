/** A value that cannot be used is said at its field in a whole sentence, with the field's label for its subject. */
import { assert, assertEquals } from "@std/assert";
import { BadValue, type Field } from "@/lib/experiment/fields/field.ts";
import { labs } from "@/routes/labs.ts";
import { documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

/** The first of these that a field refuses is put into its address. */
const WRONG = ["-1", "no such value", "x".repeat(5000)];

/** What has to stand in an address for the page to show a field. */
const BESIDE: Readonly<Record<string, string>> = {
  "/compare dtype": "model=OWNER/NAME&",
  "/compare beside_dtype": "beside=OWNER/NAME&",
};

/** Whether a page has run is no value of an experiment. */
const NO_VALUES: readonly string[] = ["/train run"];

/** A choice of how much is shown, from which no result comes: the page says it, the field goes on with its default. */
const UNMARKED: readonly string[] = ["/ top"];

const TYPED = ':is(input:not([type="hidden"], [type="radio"], [type="checkbox"]), textarea, select)';

interface Refused {
  readonly where: string;
  readonly name: string;
  readonly wrong: string;
  readonly reason: string;
  readonly document: Document;
}

function textOf(element: Element | null | undefined): string {
  return (element?.textContent ?? "").trim();
}

/** A control is marked, keeps what the address has for it, and its error begins with the words of its label. */
function checkControl(control: Element, { where, wrong, reason, document }: Refused): void {
  assertEquals(control.getAttribute("aria-invalid"), "true", where);
  const kept = control.localName === "textarea" ? control.textContent : control.getAttribute("value");
  if (control.localName !== "select") assertEquals(kept, wrong, where);
  const { id } = control;
  const label = id === "" ? control.closest("label") : document.querySelector(`label[for="${id}"]`);
  const error = id === ""
    ? (control.closest(".stage, .seed") ?? label)?.querySelector(".field-error")
    : document.querySelector(`#${id}-error`);
  assert(error, `${where} has no error`);
  // An error within its label follows the label's words.
  const words = label?.contains(error) ? "" : control.getAttribute("aria-label") ?? textOf(label);
  assert(textOf(error).toLowerCase().startsWith(`${words} `.trimStart().toLowerCase()), textOf(error));
  assert(textOf(error).includes(reason), textOf(error));
}

/** The page says what is wrong, in no name of the address, and what it shows counts as another's. */
function checkPage({ where, name, reason, document }: Refused): void {
  const sentence = textOf(document.querySelector("main h1"));
  const said = `${sentence} ${textOf(document.querySelector(".notices"))}`;
  assert(said.includes(reason), `${where}: ${said}`);
  if (sentence.includes(reason) && name.includes("_")) assert(!sentence.includes(name), sentence);
}

for (const { path, fields } of labs) {
  Deno.test(`${path} marks a wrong value at its field, in the words of its label, and computes nothing of it`, async () => {
    let marked = 0;
    for (const [name, field] of Object.entries(fields as unknown as Record<string, Field<unknown>>)) {
      const where = `${path} ${name}`;
      const wrong = WRONG.find((text) => field.parse([text]) instanceof BadValue);
      if (wrong === undefined || NO_VALUES.includes(where)) continue;
      const { reason } = field.parse([wrong]) as BadValue;
      const address = `${path}?${BESIDE[where] ?? ""}${name}=${encodeURIComponent(wrong)}`;
      const document = documentOf(await (await ask(address)).text());
      const refused = { where, name, wrong, reason, document };
      checkPage(refused);
      // The predictor goes on with the value that it had, and says so.
      const region = document.querySelector("main [data-source]");
      if (path !== "/") assertEquals(region?.getAttribute("aria-busy"), "true", where);
      const control = document.querySelector(`main ${TYPED}[name="${name}"]`);
      if (control === null || UNMARKED.includes(where)) continue;
      checkControl(control, refused);
      marked++;
    }
    assert(marked > 0, "a field is marked");
  });
}
