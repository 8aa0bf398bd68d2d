import type { Context } from "hono";
import { ROOT } from "@/lib/server/root.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** Parts of the project whose files are shown: those that a page explains. */
const PARTS = ["transformer", "recurrent"];

/** `GET /source/PART/FILE.ts`: a file of the code that computes, as it runs here. */
export async function source(c: Context<SiteEnv>): Promise<Response> {
  const { part = "", file = "" } = c.req.param();
  if (!PARTS.includes(part) || !/^[a-z_]+\.ts$/.test(file)) return c.notFound();
  try {
    const text = await Deno.readTextFile(`${ROOT}/lib/${part}/${file}`);
    return c.text(text, 200, { "cache-control": "public, max-age=3600" });
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return c.notFound();
    throw error;
  }
}
