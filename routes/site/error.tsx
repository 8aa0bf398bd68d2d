import type { Context } from "hono";
import type { Failure } from "@/lib/server/errors.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";

/** The page for a request that failed: what happened, what is still fine, and what to do next. */
export function errorPage(c: Context<SiteEnv>, { status, title, detail }: Failure): Response {
  const { search } = new URL(c.req.url);
  return renderPage(
    c,
    { title, description: detail, status },
    <article class="prose">
      <h1>{title}</h1>
      <p>{detail}</p>
      {status >= 500 && (
        <p>
          <a href="">Try again</a>
        </p>
      )}
      {status === 404 && search !== "" && (
        <p>
          <a href={`/${search}`}>Open the predictor with the rest of this address</a>
        </p>
      )}
      <p>
        <a href="/">Open the predictor</a>
      </p>
      <h2>Every page</h2>
      <ul>
        {c.var.site.pages.map((page) => (
          <li key={page.path}>
            <a href={page.path}>{page.title}</a>
          </li>
        ))}
      </ul>
    </article>,
  );
}
