import type { Context } from "hono";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/island.tsx";
export function train(c: Context<SiteEnv>): Response {
  return renderPage(c, { title: "Train", description: "x" }, <Island name="Train" props={{ start: 3 }} />);
}
