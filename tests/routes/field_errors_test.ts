/** A value that cannot be used is said at its field in a whole sentence, with the field's label for its subject. */
import { assertEquals } from "@std/assert";
import { documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

const WRONG = {
  "/score?window=x": ["window", "Tokens of a window is not a whole number."],
  "/context?limit=0": ["limit", /^The window holds is not between 1 and /],
} as const;

for (const [address, [name, says]] of Object.entries(WRONG)) {
  Deno.test(`${address} says at its field what is wrong with it, in the words of its label`, async () => {
    const html = await (await ask(address)).text();
    const error = documentOf(html).querySelector(`#field-${name}-error`)?.textContent ?? "";
    if (typeof says === "string") assertEquals(error, says);
    else assertEquals(says.test(error), true, error);
  });
}
