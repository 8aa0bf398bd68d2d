import { assert, assertEquals, assertThrows } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { bodyOf, documentOf, inlineParts } from "../fixtures/document_of.ts";
import { siteWith } from "./site_under_test.ts";
import { MathFormula } from "@/lib/server/math_formula.tsx";

const PAGES = ["/softmax", "/ngram", "/loss", "/kv-cache"];

Deno.test("MathFormula writes MathML, one part after the other, and nothing that the policy forbids", () => {
  const body = bodyOf(
    renderToString(<MathFormula parts={[String.raw`\frac{a}{b} =`, String.raw`\sum_j c_j`]} />),
  );
  assertEquals([...body.querySelectorAll("p.formula > math")].map(({ textContent }) => textContent), [
    "ab=",
    "∑jcj",
  ]);
  assertEquals(body.querySelectorAll("mfrac").length, 1);
  assertEquals(body.innerHTML.includes("style="), false);
});

Deno.test("MathFormula refuses LaTeX that is wrong", () => {
  assertThrows(() => renderToString(<MathFormula parts={[String.raw`\frac{a}`]} />), Error);
});

Deno.test("formulas are in the page's HTML, outside of its island; an embed has none", async () => {
  const ask = siteWith();
  for (const path of PAGES) {
    const document = documentOf(await (await ask(path)).text());
    const formulas = [...document.querySelectorAll("p.formula math")];
    assert(formulas.length > 0 && formulas.every((math) => math.closest("is-land") === null), path);
    assertEquals(inlineParts(document), [], path);
    const embed = documentOf(await (await ask(`/embed${path}`)).text());
    assertEquals(embed.querySelectorAll("math").length, 0, path);
  }
});
