/**
 * Every endpoint under arbitrary bodies from the OpenAPI document: never a 5xx, and every answer has the
 * documented shape. `FUZZ_BODIES` says how many bodies in all.
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { endpoints } from "@/routes/api/endpoints.ts";
import type { Endpoint } from "@/routes/api/endpoint.ts";
import { siteWith } from "../server/site_under_test.ts";
import { anyJson, damaged, fitting, type JsonSchema } from "./schema_arbitrary.ts";

const ask = siteWith({ RATE_LIMIT: "0" });
const BODIES = Number(Deno.env.get("FUZZ_BODIES") ?? 20_000);
const PROBLEMS = [400, 413, 415, 422];

async function schemaOf(name: string): Promise<JsonSchema> {
  const document = await (await ask("/api/v1/openapi.json")).json();
  const { $ref } = document.paths[`/${name}`].post.requestBody.content["application/json"].schema;
  return document.components.schemas[$ref.split("/").at(-1)];
}

async function checkAnswer({ name, response }: Endpoint, body: string): Promise<number> {
  const answer = await ask(`/api/v1/${name}`, {
    method: "POST",
    body,
    headers: { "content-type": "application/json" },
  });
  const document = await answer.json();
  if (answer.status === 200) {
    const parsed = response.safeParse(document);
    assert(parsed.success, `${name} answered ${body} off its schema: ${parsed.error?.message}`);
    return 200;
  }
  assert(PROBLEMS.includes(answer.status), `${name} answered ${answer.status} to ${body}`);
  assertEquals(answer.headers.get("content-type"), "application/problem+json");
  assertEquals(document.status, answer.status);
  for (const { pointer, detail } of document.errors) {
    assert(/^(\/.*)?$/s.test(pointer) && detail.length > 0, `${name}: ${pointer} ${detail}`);
  }
  return answer.status;
}

/** Bodies that hold together where a schema cannot say so, made from those that fit it. */
const COHERENT: Readonly<Record<string, (body: Record<string, unknown>) => Record<string, unknown>>> = {
  softmax: ({ labels: _, ...rest }) => rest,
  sample: ({ context: _, stages, ...rest }) => ({ ...rest, stages: [...new Set(stages as string[] ?? [])] }),
  loss({ logits, targets, ...rest }) {
    if (!logits) return { probabilities: rest["probabilities"] ?? [0.5, 0] };
    const rows = logits as number[][];
    const wanted = targets as number[] ?? [];
    return { logits, targets: rows.map((row, i) => (wanted[i] ?? i) % row.length) };
  },
  ngram({ corpus, text, ...rest }) {
    return corpus ? { ...rest, corpus } : { ...rest, text: text ?? "a b\na c" };
  },
  "kv-cache"({ config, preset, kv_heads, ...rest }) {
    const { layers: _, window: _w, window_layers: _l, ...plain } = rest;
    if (preset) return { ...plain, preset };
    if (config) return { ...plain, config: { ...config as object, ...SMALL_CONFIG } };
    const heads = Array.isArray(kv_heads) ? kv_heads : [kv_heads ?? 1];
    return { head_dim: 8, ...plain, layers: heads.length, kv_heads: heads.length === 1 ? heads[0] : heads };
  },
  loop: ({ table, ...rest }) => ({
    ...rest,
    table: normalized(table as Record<string, Record<string, number>>),
  }),
};

const SMALL_CONFIG = { num_hidden_layers: 3, num_attention_heads: 4, hidden_size: 64 };

function normalized(table: Record<string, Record<string, number>>): Record<string, Record<string, number>> {
  const rows = Object.entries(table).map(([context, row]) => {
    const tokens = Object.keys(row).filter((token) => token !== "");
    return [context, Object.fromEntries(tokens.map((token) => [token, 1 / tokens.length]))] as const;
  });
  return Object.fromEntries(rows.filter(([_, row]) => Object.keys(row).length > 0));
}

/** A Transformer reads each of these bodies: fewer of them say as much. */
const SHARES: Readonly<Record<string, number>> = { predict: 0.1 };

for (const each of endpoints) {
  const runs = Math.ceil(BODIES / endpoints.length * (SHARES[each.name] ?? 1));
  Deno.test(`POST /api/v1/${each.name} answers any body, never with a fault of its own`, async () => {
    const schema = await schemaOf(each.name);
    const fits = fitting(schema) as fc.Arbitrary<Record<string, unknown>>;
    const body = fc.oneof(
      { weight: 4, arbitrary: fits.map(COHERENT[each.name] ?? ((same) => same)) },
      { weight: 3, arbitrary: fits },
      { weight: 3, arbitrary: damaged(schema) },
      { weight: 1, arbitrary: anyJson },
    ).map((document) => JSON.stringify(document));
    const seen = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ weight: 20, arbitrary: body }, { weight: 1, arbitrary: fc.string() }),
        async (text) => {
          const status = await checkAnswer(each, text);
          seen.set(status, (seen.get(status) ?? 0) + 1);
        },
      ),
      { numRuns: runs },
    );
    assert((seen.get(200) ?? 0) > runs / 20, `${each.name}: ${[...seen]}`);
    assert((seen.get(422) ?? 0) > 0, `${each.name}: ${[...seen]}`);
  });
}
