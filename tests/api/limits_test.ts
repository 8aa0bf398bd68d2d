/** The limits that the documentation states, at their edges. */
import { assert, assertEquals } from "@std/assert";
import {
  MAX_DRAWS,
  MAX_LOGIT_CELLS,
  MAX_LOGITS,
  MAX_POSITIONS,
  MAX_STEPS,
  MAX_TABLE_ROWS,
} from "@/lib/experiment/fields/calculation_limits.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

async function call(
  name: string,
  body: unknown,
): Promise<{ status: number; pointers: string[]; ms: number }> {
  const start = performance.now();
  const response = await ask(`/api/v1/${name}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });
  const { errors = [] } = await response.json();
  const pointers = errors.map(({ pointer }: { pointer: string }) => pointer);
  return { status: response.status, pointers, ms: performance.now() - start };
}

async function expectEdge(name: string, inside: unknown, outside: unknown, pointer: string) {
  const fits = await call(name, inside);
  assertEquals(fits.status, 200, name);
  assert(fits.ms < 10_000, `${name} took ${fits.ms} ms`);
  const refused = await call(name, outside);
  assertEquals([refused.status, refused.pointers], [422, [pointer]], name);
}

const zeros = (length: number) => Array<number>(length).fill(0);

Deno.test("softmax and sample take a whole vocabulary and no more", async () => {
  const [inside, outside] = [{ logits: zeros(MAX_LOGITS) }, { logits: zeros(MAX_LOGITS + 1) }];
  await expectEdge("softmax", inside, outside, "/logits");
  await expectEdge("sample", inside, outside, "/logits");
});

Deno.test("sample draws at most as often as it says", async () => {
  const draws = (count: number) => ({ logits: [0, 1], draws: count });
  await expectEdge("sample", draws(MAX_DRAWS), draws(MAX_DRAWS + 1), "/draws");
  await expectEdge("sample", draws(0), draws(-1), "/draws");
});

Deno.test("loss takes thousands of positions, as probabilities and as logits", async () => {
  const given = (count: number) => ({ probabilities: Array(count).fill(0.5) });
  await expectEdge("loss", given(MAX_POSITIONS), given(MAX_POSITIONS + 1), "/probabilities");
  const rows = (count: number) => ({ logits: Array(count).fill(zeros(8)), targets: zeros(count) });
  await expectEdge("loss", rows(MAX_LOGIT_CELLS / 8), rows(MAX_LOGIT_CELLS / 8 + 1), "/logits");
});

Deno.test("loop takes a long table and many steps", async () => {
  const table = (rows: number) =>
    Object.fromEntries(Array.from({ length: rows }, (_, i) => [`row ${i}`, { a: 1 }]));
  const body = (rows: number) => ({ table: table(rows), start: "row 0", max_steps: 1 });
  await expectEdge("loop", body(MAX_TABLE_ROWS), body(MAX_TABLE_ROWS + 1), "/table");
  const steps = (max_steps: number) => ({ table: { a: { b: 1 } }, start: "a", max_steps });
  await expectEdge("loop", steps(MAX_STEPS), steps(MAX_STEPS + 1), "/max_steps");
});

Deno.test("each field that breaks a rule of several fields is named", async () => {
  const named = async (name: string, body: unknown) => (await call(name, body)).pointers;
  assertEquals(await named("softmax", { logits: [1, 2], labels: ["a"] }), ["/labels"]);
  assertEquals(await named("sample", { logits: [1, 2], context: [0, 2] }), ["/context/1"]);
  assertEquals(await named("sample", { logits: [1], stages: ["top_k", "top_k"] }), ["/stages"]);
  assertEquals(await named("loss", { logits: [[1, 2]], targets: [2] }), ["/targets/0"]);
  assertEquals(await named("loss", { logits: [[1, 2]] }), ["/targets"]);
  assertEquals(await named("loss", { logits: [[1]], targets: [0], probabilities: [1] }), [""]);
  assertEquals(await named("loss", {}), [""]);
  assertEquals(await named("loop", { table: { "a/b": { c: 0.5 } }, start: "", max_steps: 1 }), [
    "/table/a~1b",
  ]);
  assertEquals(await named("loop", { table: { a: { b: 1.5 } }, start: "", max_steps: 1 }), ["/table/a/b"]);
});
