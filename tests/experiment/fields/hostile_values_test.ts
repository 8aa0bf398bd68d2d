import { assert, assertEquals } from "@std/assert";
import { initialState, parseFields } from "@/lib/experiment/codec.ts";
import { KV_CACHE_FIELDS } from "@/lib/experiment/fields/kv_cache_query.ts";
import { BadValue, numberField } from "@/lib/experiment/fields/field.ts";
import { numbersField, rowsField } from "@/lib/experiment/fields/list_fields.ts";
import { parseTable } from "@/lib/experiment/fields/table_field.ts";
import { kvCacheStrings } from "@/routes/api/calculations/kv_cache_request.ts";

/** Long enough that a cubic or quadratic reader would not come back while the test runs. */
const LONG = 200_000;

Deno.test("a table's cell of many blanks, digits and a letter is refused", () => {
  const hostile = `T -> a${" ".repeat(LONG)}${"1".repeat(LONG)}x`;
  assert(parseTable(hostile) instanceof BadValue);
  assert(parseTable(`T -> a${" ".repeat(LONG)}${"1".repeat(LONG)}`) instanceof BadValue);
  assertEquals(
    parseTable(`T -> a b${" ".repeat(LONG)}1e-1, .5 0.5`),
    new Map([["T", new Map([["a b", 0.1], [".5", 0.5]])]]),
  );
});

Deno.test("many digits and a letter are no number in any field", () => {
  const digits = `${"1".repeat(LONG)}x`;
  const fields = [
    numbersField([], { most: 10 }),
    rowsField([], { most: 10, mostRows: 10 }),
    numberField(1, 0, 2),
    KV_CACHE_FIELDS.memory_gib,
    KV_CACHE_FIELDS.kv_heads,
    KV_CACHE_FIELDS.tokens,
  ];
  for (const field of fields) assert(field.parse([digits]) instanceof BadValue);
  assert(!kvCacheStrings.safeParse({ tokens: digits }).success);
});

Deno.test("of many unknown names ten are named and all are counted", () => {
  const params = new URLSearchParams(Array.from({ length: 16_000 }, (_, i) => [`n${i}`, `${i}`]));
  const { query, notices } = parseFields(KV_CACHE_FIELDS, params);
  assertEquals(query, initialState(KV_CACHE_FIELDS));
  assertEquals(notices.map(({ name }) => name), Array.from({ length: 10 }, (_, i) => `n${i}`));
  assertEquals(
    notices.at(-1)!.reason,
    "is not a name that this page knows, and neither are 15990 other names",
  );
});

Deno.test("unknown names are read in one pass", () => {
  let reads = 0;
  class Counted extends URLSearchParams {
    override *[Symbol.iterator](): URLSearchParamsIterator<[string, string]> {
      for (const pair of super[Symbol.iterator]()) {
        reads++;
        yield pair;
      }
    }
    override get(name: string): string | null {
      reads += this.size;
      return super.get(name);
    }
  }
  const params = new Counted(Array.from({ length: 1000 }, (_, i) => [`n${i}`, ""]));
  parseFields({}, params);
  assertEquals(reads, 1000);
});
