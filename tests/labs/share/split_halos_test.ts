import { assertEquals } from "@std/assert";
import { bodyOf } from "../../fixtures/document_of.ts";
import { splitHalos } from "@/lib/labs/share/svg/split_halos.ts";

Deno.test("splitHalos() puts a halo behind its text, so that no program draws it over the letters", () => {
  const body = bodyOf(
    `<svg><path paint-order="normal"></path>` +
      `<text x="1" fill="#000" stroke="#fff" paint-order="stroke">a<tspan fill="#111">b</tspan></text>` +
      `<text fill="#000" stroke="none" paint-order="stroke">c</text></svg>`,
  );
  body.setAttribute("paint-order", "normal");
  splitHalos(body);
  assertEquals(body.getAttribute("paint-order"), null);
  const texts = [...body.querySelectorAll("text")].map((each) => [
    each.getAttribute("fill"),
    each.getAttribute("stroke"),
    each.textContent,
  ]);
  assertEquals(texts, [["none", "#fff", "ab"], ["#000", "none", "ab"], ["#000", "none", "c"]]);
  assertEquals(body.querySelectorAll("[paint-order]").length, 0);
  assertEquals(body.querySelector("tspan")?.getAttribute("fill"), "none");
});
