/** The prompts to try: everyday life first, and half of the first ones not about parcels. */
import { assert, assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { ExamplePrompts } from "@/lib/ui/predictor/example_prompts.tsx";
import { bodyOf } from "@/tests/fixtures/document_of.ts";

/** Words of the trade, and of mails to its customers. */
const PARCELS =
  /\b(parcels?|packages?|shipments?|shipped|orders?|deliver\w*|carrier|customers?|refund\w*|returns?|apologi\w+|support|warehouse)\b/i;

Deno.test("of the prompts on the page half are not about parcels, and those come first", () => {
  const body = bodyOf(renderToString(<ExamplePrompts href={(text) => `/?text=${text}`} />));
  const first = [...body.querySelectorAll("a.pill")].map((each) => each.textContent!);
  const everyday = first.filter((text) => !PARCELS.test(text));
  assert(first.length >= 6, first.join());
  assert(everyday.length * 2 >= first.length, `${everyday.length} of ${first.length}`);
  assertEquals(first.slice(0, everyday.length), everyday);
  // The many others are folded under them.
  assertEquals(body.querySelectorAll("details a.pill").length, 0);
  assert(body.querySelectorAll("details a[data-prompt]").length > first.length);
});
