import type { Context } from "hono";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/island.tsx";
export function hello(c: Context<SiteEnv>): Response {
  return renderPage(c, { title: "Hello", description: "x" }, <Island name="Hello" props={{ start: 3 }} />);
}
