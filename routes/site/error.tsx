import type { Context } from "hono";
import type { VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { isEmbed } from "@/lib/server/embed.ts";
import type { Failure } from "@/lib/server/errors.ts";
import { htmlAnswer, renderHtml } from "@/lib/server/render_page.tsx";
import type { Site, SiteEnv } from "@/lib/server/site.ts";
import type { PageLink } from "@/lib/ui/page/page_link.ts";

/** What stands in a kept page for the address that was asked. */
const PATH = "/kept-path";
const SEARCH = "?kept-search";

/** The pages of each failure that was told before: those of a failure that is told once go with it. */
const kept = new WeakMap<Site, WeakMap<Failure, Map<string, string>>>();

/**
 * The page for a request that failed: what happened, what is still fine, and what to do next. A failure that is told
 * again is not rendered again, so that whoever asks for a thousand wrong addresses holds up nobody.
 */
export function errorPage(c: Context<SiteEnv>, failure: Failure): Response {
  const { pathname, search } = new URL(c.req.url);
  const isFramed = isEmbed(pathname);
  // How a frame looks is in its address; one of no page looks as it does without.
  const isOwn = c.get("shown") !== undefined || isFramed && failure.status !== 404;
  const html = isOwn ? rendered(c, failure, search) : keptPage(c, failure, isFramed, search !== "")
    .replaceAll(PATH, () => escaped(isFramed ? pathname.slice("/embed".length) : pathname))
    .replaceAll(SEARCH, () => escaped(search));
  return htmlAnswer(c, html, failure.status);
}

function keptPage(c: Context<SiteEnv>, failure: Failure, isFramed: boolean, isAsked: boolean): string {
  const { site } = c.var;
  const failures = kept.get(site) ?? new WeakMap<Failure, Map<string, string>>();
  const pages = failures.get(failure) ?? new Map<string, string>();
  kept.set(site, failures.set(failure, pages));
  const name = `${isFramed} ${isAsked}`;
  const search = isAsked ? SEARCH : "";
  const path = isFramed ? `/embed${PATH}` : PATH + search;
  const html = pages.get(name) ?? rendered(c, failure, search, new URL(path, "http://kept"));
  pages.set(name, html);
  return html;
}

function rendered(c: Context<SiteEnv>, failure: Failure, search: string, address?: URL): string {
  const { status, title, detail } = failure;
  const options = { title, description: detail, status, ...(address && { address }) };
  return renderHtml(c, options, <Told failure={failure} search={search} pages={c.var.site.pages} />);
}

/** As the renderer writes it. */
function escaped(text: string): string {
  return renderToString(<>{text}</>);
}

interface ToldProps {
  readonly failure: Failure;
  /** The query that was asked, with its question mark; empty for none. */
  readonly search: string;
  readonly pages: readonly PageLink[];
}

function Told({ failure: { status, title, detail }, search, pages }: ToldProps): VNode {
  return (
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
        {pages.map((page) => (
          <li key={page.path}>
            <a href={page.path}>{page.title}</a>
          </li>
        ))}
      </ul>
    </article>
  );
}
