import { assertEquals } from "@std/assert";
import { bodyOf } from "../../fixtures/document_of.ts";
import { readTables } from "@/lib/labs/share/read_tables.ts";

Deno.test("readTables() reads captions, heads with their units, and unrounded values", () => {
  const tables = readTables(bodyOf(`
    <section data-source="parcel-gpt@1"><table>
      <caption>Next token<span class="tip">what that is</span></caption>
      <thead><tr><th>Token</th><th>Surprise<span class="unit"> bits</span></th><th>Probability</th></tr></thead>
      <tbody>
        <tr><td><span class="chip"> hub</span></td><td data-value="1.25">1.3</td><td title="0.421875">42.2%</td></tr>
        <tr><td><span class="chip">a</span><svg><text>x</text></svg></td><td>1,024</td><td>−3</td></tr>
      </tbody>
    </table></section>`));
  assertEquals(tables, [{
    caption: "Next token",
    columns: ["Token", "Surprise (bits)", "Probability"],
    rows: [[" hub", 1.25, 0.421875], ["a", 1024, -3]],
    source: "parcel-gpt@1",
  }]);
});

Deno.test("readTables() leaves out tables without rows, and columns and rows without text", () => {
  const tables = readTables(bodyOf(`
    <table><caption>Empty</caption><thead><tr><th>A</th></tr></thead><tbody></tbody></table>
    <table aria-label="Named">
      <thead><tr><th>A</th><th>Bar</th><th>B</th></tr></thead>
      <tbody><tr><td>1</td><td><svg></svg></td><td>x</td></tr><tr><td></td><td></td><td></td></tr></tbody>
    </table>`));
  assertEquals(tables, [{ caption: "Named", columns: ["A", "B"], rows: [[1, "x"]], source: null }]);
});

Deno.test("readTables() reads fields, gives a wide cell all its columns, and what is pressed is no text", () => {
  const [table] = readTables(bodyOf(`
    <table>
      <thead><tr><th colspan="2">Row</th><th>Logit</th></tr></thead>
      <tbody>
        <tr><td>a</td><td>b</td><td><input type="hidden" value="9"><input value="2.5"></td></tr>
        <tr><td colspan="2">rest<span class="vh"> of all</span></td><td title="1.5 nats">1.50 <button>more</button></td></tr>
        <tr><td>c</td><td><button class="choose">take</button></td><td title="a long word">word</td></tr>
      </tbody>
    </table>`));
  assertEquals(table, {
    caption: "Table",
    columns: ["Row", "", "Logit"],
    rows: [["a", "b", 2.5], ["rest", "", 1.5], ["c", "take", "word"]],
    source: null,
  });
});

Deno.test("readTables() puts each cell of a shorter row into its own column, and leaves sums out", () => {
  const [table] = readTables(bodyOf(`
    <table>
      <thead><tr><th class="c-token">Token</th><th class="c-id">Id</th><th class="c-probability">Probability</th></tr></thead>
      <tbody><tr><th class="c-token">a</th><td class="c-id num">7</td><td class="c-probability">1</td></tr></tbody>
      <tfoot>
        <tr><th class="c-token">the other 3</th><td class="c-probability" data-value="0.25">25 %</td></tr>
        <tr data-sum=""><th>Sum</th><td></td><td>1</td></tr>
      </tfoot>
    </table>`));
  assertEquals(table?.rows, [["a", 7, 1], ["the other 3", "", 0.25]]);
});

Deno.test("readTables() reads the names of tokens and rows that can be pressed, and units that only the values have", () => {
  const [table] = readTables(bodyOf(`
    <table>
      <thead><tr><th>Token</th><th data-unit="bytes">Memory</th></tr></thead>
      <tbody>
        <tr><th><button class="plain token-button"><span class="chip"> hub</span></button></th><td data-value="1024">1 KiB</td></tr>
        <tr><th><button class="plain row-head">left</button></th><td data-value="2">2 B</td></tr>
      </tbody>
    </table>`));
  assertEquals(table?.columns, ["Token", "Memory (bytes)"]);
  assertEquals(table?.rows, [[" hub", 1024], ["left", 2]]);
});
