/** Every lab's tables as CSV, read back by Python's csv: the page's own unrounded values, and nothing else. */
import { assert, assertEquals } from "@std/assert";
import { labs } from "@/routes/labs.ts";
import type { PageTable } from "@/lib/labs/share/page_table.ts";
import { readTables } from "@/lib/labs/share/read_tables.ts";
import { tableCsv } from "@/lib/labs/share/table_text.ts";
import { documentOf } from "../../fixtures/document_of.ts";
import { siteWith } from "../../server/site_under_test.ts";

const ask = siteWith();

/** The labs as they open, and states with further tables. */
const ADDRESSES = [
  ...labs.map(({ path }) => path),
  "/softmax?labels=%3D1%2B1,-2,%22a%22,%C3%A9&logits=2.4,1.7,0.2,-1&temperature=1.4&seed=4&draws=8&top_k=2",
  "/ngram?order=3&smoothing=kneser_ney&context=customer+left&words=hub+depot&test=package+left+hub",
  "/ngram?text=%2B1+%3D2+-3&order=2&context=%2B1",
  "/loss?from=logits",
  "/table?run=1",
  "/kv-cache?preset=gpt-oss-20b&memory_gib=24",
  "/train?run=1",
];

const READ = `
import csv, io, json, sys
tables = json.load(sys.stdin)
json.dump([list(csv.reader(io.StringIO(text, newline=""))) for text in tables], sys.stdout)
`;

/** What Python's csv makes of some files. */
async function readByPython(files: readonly string[]): Promise<string[][][]> {
  const run = new Deno.Command("python3", { args: ["-c", READ], stdin: "piped", stdout: "piped" }).spawn();
  const writer = run.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(files)));
  await writer.close();
  const { success, stdout } = await run.output();
  assert(success);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** A cell as it was, without the one guard of a text that a spreadsheet would compute. */
function unguarded(cell: string, was: string | number): string | number {
  if (typeof was === "number") return Number(cell);
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

interface Exported {
  readonly address: string;
  readonly table: PageTable;
}

async function exported(): Promise<Exported[]> {
  const all: Exported[] = [];
  for (const address of ADDRESSES) {
    const main = documentOf(await (await ask(address)).text()).querySelector("main")!;
    for (const table of readTables(main)) all.push({ address, table });
  }
  return all;
}

const EXPORTED = await exported();

Deno.test("Python's csv reads every table of every lab back: each cell is the page's value", async () => {
  assert(EXPORTED.length > 30, `${EXPORTED.length} tables`);
  const read = await readByPython(EXPORTED.map(({ table }) => tableCsv(table)));
  EXPORTED.forEach(({ address, table }, index) => {
    const [head, ...rows] = read[index]!;
    const where = `${address}: ${table.caption}`;
    assertEquals(head!.map((cell, i) => unguarded(cell, table.columns[i]!)), [...table.columns], where);
    assertEquals(
      rows.map((row, y) => row.map((cell, x) => unguarded(cell, table.rows[y]![x]!))),
      table.rows.map((row) => [...row]),
      where,
    );
  });
});

Deno.test("no cell that is taken away is a figure with its unit, none or NaN, no row a sum, and no head stands twice", () => {
  const glued = /^[-−+]?[\d.,]+(e[-+]?\d+)?\s*(%|‰|nats?|bits?|[kMGT]i?B|bytes?|ms|s)$/;
  for (const { address, table } of EXPORTED) {
    for (const row of table.rows) {
      for (const cell of row) assert(typeof cell === "number" || !glued.test(cell), `${address}: ${cell}`);
      assert(!/^(total|sum|all|all of it)$/i.test(String(row[0])), `${address}: ${table.caption}: ${row}`);
      assert(row[0] !== "" && !row.some((cell) => /NaN|undefined/.test(String(cell))), `${address}: ${row}`);
    }
    assertEquals(new Set(table.columns.filter(Boolean)).size, table.columns.filter(Boolean).length, address);
  }
});

Deno.test("a column of percent holds percent, one of probabilities fractions", () => {
  for (const { address, table } of EXPORTED) {
    table.columns.forEach((head, x) => {
      const values = table.rows.map((row) => row[x]!).filter((cell) => typeof cell === "number");
      if (/^probability|^share/i.test(head) && !/%|percent/i.test(head)) {
        assert(values.every((value) => value >= 0 && value <= 1 + 1e-9), `${address}: ${head}: ${values}`);
      }
      if (/\(%\)/.test(head) && values.some((value) => value > 0)) {
        assert(values.some((value) => value > 1), `${address}: ${head} has fractions: ${values}`);
      }
    });
  }
});
