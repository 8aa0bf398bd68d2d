/**
 * From a page's content to a response.
 *
 * @module
 */
import type { Context } from "hono";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import { Fragment, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import { type IslandName, type IslandProps, islands } from "@/islands/mod.ts";
import { lookOf, parseEmbedLook, unusedLook, withoutLook } from "@/lib/experiment/embed_look.ts";
import { fittingAddress } from "@/lib/experiment/query_text.ts";
import type { EmbedPart } from "@/lib/experiment/embed_parts.ts";
import { labPaths } from "@/lib/server/page/lab_paths.ts";
import type { SitePage } from "@/lib/server/page/site_page.ts";
import { findPage, isEmbed, pagePath } from "@/lib/server/embed.ts";
import { keepLook } from "@/lib/server/keep_look.ts";
import { originOf } from "@/lib/server/origin.ts";
import { previewAddress } from "@/lib/server/preview/preview_address.ts";
import { timed } from "@/lib/server/observe/timing.ts";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { StoredBanner } from "@/lib/server/stored_banner.tsx";
import { staticUrl } from "@/lib/server/assets/static_url.ts";
import { FONTS, stylesheetUrl } from "@/lib/server/assets/stylesheet.ts";
import { Notices } from "@/lib/ui/page/notices.tsx";
import { type EmbedFrame, Page } from "@/lib/ui/page/page.tsx";

/** What a page says of itself. */
export interface PageOptions {
  /** Title without the site's name. */
  readonly title: string;
  /** One sentence for search results and previews. */
  readonly description: string;
  /** Address of the picture for shared links, without the origin; by default that of the page with its query. */
  readonly picture?: string;
  /** Whether search engines may list the page; default yes. Errors and embeds are never listed. */
  readonly indexed?: boolean;
  /** Status, 200 by default. */
  readonly status?: ContentfulStatusCode;
  /** The address that the page is for, where it is not that of the request: its host is named nowhere. */
  readonly address?: URL;
}

const MOVED =
  "A text to score has a page of its own now, and no link to it holds this one: Share saves it as a file.";
const FOR_TAB = "This takes more than the server computes for a page: your tab computes it.";

/** Renders a page in the site's shell, with the scripts that its islands take. */
export function renderPage(c: Context<SiteEnv>, options: PageOptions, content: VNode): Response {
  const { status = 200 } = options;
  return htmlAnswer(c, renderHtml(c, options, content), status);
}

/** A document as an answer: for any shared cache where no visitor's text can be in it. */
export function htmlAnswer(c: Context<SiteEnv>, html: string, status: ContentfulStatusCode): Response {
  const isPublic = !c.get("shown") && isShared(shownAddress(c), status);
  return c.html(html, status, {
    "cache-control": isPublic ? "public, max-age=0, s-maxage=300" : "private, no-cache",
  });
}

/** The document of {@linkcode renderPage}. */
export function renderHtml(c: Context<SiteEnv>, options: PageOptions, content: VNode): string {
  const { status = 200, indexed = true } = options;
  const shown = c.get("shown");
  const url = options.address ?? shownAddress(c);
  const path = pagePath(url.pathname);
  const { pages } = c.var.site;
  const { embed: isLabPage, parts = [] } = findPage(pages, path) ?? {};
  const embed = isEmbed(url.pathname) ? frameOf(path, parts, url.searchParams) : null;
  const isLab = status === 200 && isLabPage === true;
  const page = (
    <Page
      {...{ ...aboutPage(c, options, url), path, embed, pages }}
      share={isLab ? shareOf(path, parts, pages) : null}
    >
      {shown && <StoredBanner {...shown} fields={findPage(pages, shown.experiment.page)?.fields ?? {}} />}
      {isLab && !embed && <Notices items={noticesOf(c, url)} />}
      {content}
    </Page>
  );
  const rendered = timed(c, "render", () => renderToString(page));
  const html = embed ? keepLook(rendered, lookOf(url.searchParams)) : rendered;
  const isIndexed = indexed && status === 200 && !embed && !shown;
  const head = renderToString(
    <Head c={c} islands={islandsIn(html)} isIndexed={isIndexed} isEmbed={embed !== null} />,
  );
  return `<!doctype html>${html.replace("</head>", () => `${head}</head>`)}`;
}

function noticesOf(c: Context<SiteEnv>, { searchParams }: URL): string[] {
  return [
    ...c.get("moved") ? [MOVED] : [],
    ...c.get("isForTab") ? [FOR_TAB] : [],
    ...unusedLook(searchParams),
  ];
}

/** What the head says: a stored experiment has its author's title and its own address. */
function aboutPage(c: Context<SiteEnv>, options: PageOptions, url: URL) {
  const { title, description, status = 200 } = options;
  const shown = c.get("shown");
  const path = pagePath(url.pathname);
  // A page that all visitors share names no host that one of them made up.
  const isOwn = c.var.site.config.publicOrigin === null && !shown &&
    (options.address !== undefined || isShared(url, status));
  const origin = isOwn ? "" : originOf(c);
  const drawn = shown
    ? `/preview/e/${shown.id}`
    : options.picture ?? previewAddress(path, experimentOf(c, url, path));
  const canonical = `${origin}${shown ? `/e/${shown.id}` : path}`;
  return {
    title: shown?.experiment.title ?? title,
    description,
    canonical,
    link: shown ? canonical : canonical + url.search,
    picture: status === 200 ? origin + drawn : null,
  };
}

/** The query where it is an experiment; that of a page about the site is not drawn. */
function experimentOf(c: Context<SiteEnv>, { search }: URL, path: string): string {
  const group = c.var.site.pages.find((page) => page.path === path)?.group;
  return group === "predict" || group === "calculate" || group === "train" ? search : "";
}

/** What the Share dialog has to know of its page and of the others. */
function shareOf(
  page: string,
  parts: readonly EmbedPart[],
  pages: readonly SitePage[],
): IslandProps<"Share"> {
  return {
    page,
    parts: parts.map(({ name, label }) => ({ name, label })),
    labs: labPaths(pages),
  };
}

function frameOf(path: string, parts: readonly EmbedPart[], params: URLSearchParams): EmbedFrame {
  const { theme, hidden, notices } = parseEmbedLook(parts, params);
  const address = fittingAddress(path, withoutLook(params));
  return { theme, hidden, notices, href: address ?? path, isWhole: address !== null };
}

/** Names of the islands that come with the page; the renderer escapes text, so no visitor can write one. */
function islandsIn(html: string): IslandName[] {
  const names = [...html.matchAll(/<is-land name="(\w+)" when="(?!use")/g)].map(([, name]) =>
    name as IslandName
  );
  return [...new Set(names)].filter((name) => name in islands);
}

/** Only an answer that no visitor's text can be in is for a shared cache. */
function isShared(url: URL, status: number): boolean {
  return url.search === "" && status === 200;
}

interface HeadOptions {
  readonly c: Context<SiteEnv>;
  readonly islands: readonly IslandName[];
  readonly isIndexed: boolean;
  readonly isEmbed: boolean;
}

/** What the server adds to a page's head: styles, scripts, icons, and what the browser has to know. */
function Head({ c, islands, isIndexed, isEmbed }: HeadOptions): VNode {
  const { config, bundle, store, version } = c.var.site;
  const scripts = islands.length > 0 ? bundle.scripts : [];
  return (
    <Fragment>
      {isIndexed ? null : <meta name="robots" content="noindex" />}
      {version === null ? null : <meta name="build" content={version} />}
      <meta name="model-host" content={config.modelHost} />
      <meta name="experiment-store" content={store?.kind ?? "none"} />
      <script src={bundle.shell ?? staticUrl("shell.js")} />
      {isEmbed && <script src={staticUrl("frame.js")} />}
      <link rel="stylesheet" href={stylesheetUrl()} />
      {c.req.header("save-data") === "on" ? null : FONTS.map((font) => (
        <link
          key={font}
          rel="preload"
          as="font"
          type="font/woff2"
          href={staticUrl(font)}
          crossorigin="anonymous"
        />
      ))}
      <link rel="icon" href="/favicon.ico" sizes="32x32" />
      <link rel="icon" href={staticUrl("favicon.svg")} type="image/svg+xml" />
      <link rel="manifest" href="/manifest.webmanifest" />
      {bundle.preloads(islands).map((href) => <link rel="modulepreload" href={href} key={href} />)}
      {scripts.map((src) => <script type="module" src={src} key={src} />)}
    </Fragment>
  );
}
