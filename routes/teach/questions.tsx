import type { Context } from "hono";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";

/** `GET /teach/questions`: two questions before and after training. */
export function teachQuestions(c: Context<SiteEnv>): Response {
  return renderPage(
    c,
    {
      title: "Two questions, before and after",
      description: "Two questions to answer before and after training a network. Answers stay on the device.",
    },
    <Island name="TeachQuestions" props={{}} />,
  );
}
