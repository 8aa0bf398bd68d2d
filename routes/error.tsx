import type { Context } from "hono";
import type { Failure } from "@/lib/server/errors.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";

/** The page for a request that failed: what happened, what is still fine, and the one thing to do. */
export function errorPage(c: Context<SiteEnv>, { status, title, detail }: Failure): Response {
  return renderPage(
    c,
    { title, description: detail, status },
    <article class="prose">
      <h1>{title}</h1>
      <p>{detail}</p>
      <p>
        <a href="/">Open the predictor</a>
      </p>
    </article>,
  );
}
