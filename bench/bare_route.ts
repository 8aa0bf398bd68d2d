/**
 * The peer of {@linkcode ./api_bench.ts}: a Hono route that reads JSON and answers JSON, and nothing else.
 *
 * @module
 */
import { Hono } from "hono";

const app = new Hono();
app.post("/", async (c) => c.json(await c.req.json()));

Deno.serve({ port: Number(Deno.env.get("PORT")), onListen: () => {} }, app.fetch);
