import { assertEquals } from "@std/assert";
import { bodyOf } from "../../fixtures/document_of.ts";
import { readFigures } from "@/lib/labs/share/read_figures.ts";

Deno.test("readFigures() names a figure by its table and row, and keeps it unrounded", () => {
  const read = readFigures(bodyOf(`
    <section data-source="parcel-gpt@1"><table>
      <caption>Next
        token</caption>
      <tbody>
        <tr data-token=" hub" data-probability="0.421875" data-logit="-Infinity"><td>hub</td></tr>
        <tr data-id="7" data-probability="0.1"><td>seven</td></tr>
        <tr data-loss="2.5"><td> by  name </td></tr>
      </tbody>
    </table></section>`));
  assertEquals(read, {
    sources: ["parcel-gpt@1"],
    figures: [
      { name: "Next token,  hub, probability", value: 0.421875 },
      { name: "Next token,  hub, logit", value: null },
      { name: "Next token, token 7, probability", value: 0.1 },
      { name: "Next token, by name, loss", value: 2.5 },
    ],
  });
});

Deno.test("readFigures() counts rows of one name, and lists what was generated", () => {
  const read = readFigures(bodyOf(`
    <div data-source="counts"><section aria-label="Words">
      <p data-count="3"></p><p data-count="4"></p>
    </section></div>
    <ol aria-label="Generated tokens"><li data-id="5" data-probability="0.5">a</li><li data-id="6">b</li></ol>`));
  assertEquals(read?.figures, [
    { name: "Words, count", value: 3 },
    { name: "Words, count (2)", value: 4 },
    { name: "Generated tokens, 1", value: 5 },
    { name: "Generated tokens, 1, probability", value: 0.5 },
    { name: "Generated tokens, 2", value: 6 },
  ]);
});

Deno.test("readFigures() reads a long table at both ends, and nothing while a result is computed", () => {
  const rows = Array.from(
    { length: 100 },
    (_, step) => `<tr data-step="${step}" data-loss="1"><td></td></tr>`,
  );
  const table = `<table data-source="x"><tbody>${rows.join("")}</tbody></table>`;
  const names = readFigures(bodyOf(table))!.figures.map(({ name }) => name);
  assertEquals([names.length, names[29], names[30]], [40, "Result, step 29, loss", "Result, step 90, loss"]);
  assertEquals(readFigures(bodyOf(`<main aria-busy="true">${table}</main>`)), null);
  assertEquals(readFigures(bodyOf("<p data-count='1'>no region</p>")), null);
});
