import { assertEquals } from "@std/assert";
import type { PageTable } from "@/lib/labs/share/page_table.ts";
import { csvNote, tableCsv, tablesJson, tableValue } from "@/lib/labs/share/table_text.ts";

const TABLE: PageTable = {
  caption: "Tokens",
  columns: ["Token", "p", "p", ""],
  rows: [[" hub", 0.1 + 0.2, Infinity, "a,b"], ['"\n', -1e-300, 3, ""]],
  source: "counts",
};

Deno.test("tableCsv() quotes as RFC 4180 says, and rounds nothing", () => {
  assertEquals(
    tableCsv(TABLE),
    'Token,p,p,\r\n" hub",0.30000000000000004,Infinity,"a,b"\r\n"""\n",-1e-300,3,\r\n',
  );
});

Deno.test("tablesJson() names every column once, keeps numbers numbers and says infinity in words", () => {
  const { link, tables } = JSON.parse(tablesJson([TABLE], "https://x.test/"));
  assertEquals(link, "https://x.test/");
  assertEquals(tables, [tableValue(TABLE)]);
  assertEquals(tables[0].rows[0], {
    Token: " hub",
    p: 0.30000000000000004,
    "p 2": "Infinity",
    "column 4": "a,b",
  });
  assertEquals(tables[0].source, "counts");
});

const COMPUTED = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx"];

Deno.test("a text cell that a spreadsheet would compute gets one apostrophe, a number none, JSON none", () => {
  const rows = COMPUTED.map((token) => [token, -0.5] as const);
  const table = { caption: "Tokens", columns: ["token", "-log p"], rows, source: "" };
  const cells = [`'=1+1`, `'+1`, `'-1`, `'@SUM(A1)`, `'\tx`, `"'\rx"`];
  assertEquals(tableCsv(table), ["token,'-log p", ...cells.map((cell) => `${cell},-0.5`), ""].join("\r\n"));
  assertEquals(csvNote(table) === null, false);
  assertEquals(csvNote({ ...table, columns: ["token", "p"], rows: [["left", -1]] }), null);
  assertEquals(
    JSON.parse(tablesJson([table], "")).tables[0].rows.map((row: { token: string }) => row.token),
    COMPUTED,
  );
});
