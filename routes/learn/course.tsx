import type { Context } from "hono";
import { isEmbed } from "@/lib/server/embed.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";

/** `GET /learn`: the course's questions and aims. */
export function course(c: Context<SiteEnv>): Response {
  return renderPage(
    c,
    {
      title: "Learn",
      description:
        "From one next-token distribution to the KV cache: guess first, then see it live. Half an hour.",
    },
    <Island name="LearnCourse" props={{ place: isEmbed(new URL(c.req.url).pathname) ? "course" : "site" }} />,
  );
}
