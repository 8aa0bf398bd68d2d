/** Every table that is a next-token distribution has its columns and its rows' figures, seen or only read aloud. */
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { readTables } from "@/lib/labs/share/read_tables.ts";
import { documentOf } from "../fixtures/document_of.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith();

/** The page's own table of the next token: its caption begins so. */
async function tableOf(address: string): Promise<HTMLTableElement> {
  const tables = [...documentOf(await (await ask(address)).text()).querySelectorAll("table")];
  return tables.find(({ caption }) => caption?.textContent?.startsWith("Next-token distribution"))!;
}

/** The names of its columns, without tips. */
function columnsOf(table: HTMLTableElement): string[] {
  const [head] = table.rows;
  return [...head!.cells].map((cell) => {
    for (const tip of cell.querySelectorAll(".tip")) tip.remove();
    return cell.textContent!.trim();
  });
}

/** Three figures of each token's row. */
function figuresOf(table: HTMLTableElement): number[][] {
  return [...table.querySelectorAll<HTMLElement>("tr[data-id]")].map(({ dataset }) =>
    [dataset["id"], dataset["probability"], dataset["shapedProbability"]].map(Number)
  );
}

Deno.test("/softmax: id, log-probability and rank stand beside what the figure has room for", async () => {
  const address = "/softmax?logits=1,3,2&labels=a,b,c&top_k=2";
  const table = await tableOf(address);
  assertEquals(columnsOf(table), ["Token", "Id", "Logit", "Bar", "Probability", "Log-probability", "Rank"]);
  const total = Math.exp(1) + Math.exp(3) + Math.exp(2);
  figuresOf(table).forEach(([id, probability, shaped], index) => {
    assertEquals(id, index);
    assertAlmostEquals(probability!, Math.exp([1, 3, 2][index]!) / total, 1e-15);
    assertAlmostEquals(shaped!, index === 0 ? 0 : Math.exp([1, 3, 2][index]!) / (total - Math.exp(1)), 1e-15);
  });
  const { columns, rows } = readTables(table.parentElement!)[0]!;
  const taken = (name: string) => rows.map((row) => row[columns.indexOf(name)]);
  assertEquals([taken("Token"), taken("Id"), taken("Rank")], [["a", "b", "c"], [0, 1, 2], [3, 1, 2]]);
  taken("Log-probability").forEach((value, index) =>
    assertAlmostEquals(value as number, [1, 3, 2][index]! - Math.log(total), 1e-15)
  );
});

Deno.test("/softmax: the row of the tokens that have none stands in its own columns", async () => {
  const table = await tableOf(`/softmax?logits=${Array.from({ length: 103 }, () => 0).join()}`);
  const { columns, rows } = readTables(table.parentElement!)[0]!;
  const other = rows.at(-1)!;
  assertEquals([other[columns.indexOf("Token")], other[columns.indexOf("Id")]], ["the other 3 tokens", ""]);
  assertAlmostEquals(other[columns.indexOf("Probability")] as number, 3 / 103, 1e-12);
});

Deno.test("/ngram: a row has the figures of every distribution; counts have no logit, and none stands in for it", async () => {
  const table = await tableOf("/ngram?smoothing=kneser_ney&order=2&top=4");
  assertEquals(columnsOf(table), [
    "Token",
    "Id",
    "Logit",
    "Bar",
    "Probability",
    "Log-probability",
    "Rank",
    "Count",
  ]);
  const figures = figuresOf(table);
  assertEquals(figures.length, 4);
  for (const [, probability, shaped] of figures) assertEquals(shaped, probability);
  const cells = [...table.querySelectorAll("tr[data-id]")].map((row) => row.children[2]!.textContent);
  assertEquals(cells, ["—", "—", "—", "—"]);
  const { columns, rows } = readTables(table.parentElement!)[0]!;
  assertEquals(columns, ["Token", "Id", "Probability", "Log-probability", "Rank", "Count"]);
  figures.forEach(([id, probability], index) => {
    assertEquals([rows[index]![1], rows[index]![2], rows[index]![4]], [id, probability, index + 1]);
    assertEquals(rows[index]![3], Math.log(probability!));
  });
  const other = rows.at(-1)!;
  assertEquals([other.length, other[1], other[3], other[5]], [6, "", "", ""]);
});

Deno.test("/ngram: scores are no probabilities: they have no logarithm, and nothing is shaped", async () => {
  const html = await (await ask("/ngram?smoothing=stupid_backoff&order=2")).text();
  const table = documentOf(html).querySelector<HTMLTableElement>("table.next")!;
  assertEquals(columnsOf(table), ["Token", "Id", "Logit", "Bar", "Score", "Rank", "Count"]);
  assertEquals(table.querySelectorAll("[data-shaped-probability]").length, 0);
});
