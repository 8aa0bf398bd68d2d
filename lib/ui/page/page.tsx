/**
 * The shell of every page.
 *
 * @module
 */
import type { ComponentChildren, VNode } from "preact";
import { KeysDialog } from "@/lib/ui/page/keys_dialog.tsx";
import { Notices } from "@/lib/ui/page/notices.tsx";
import { EmbedFooter, PageFooter, PageHeader } from "@/lib/ui/page/page_header.tsx";
import type { IslandProps } from "@/islands/mod.ts";
import type { PageLink } from "@/lib/ui/page/page_link.ts";
import { GlossaryList } from "@/lib/ui/page/glossary_list.tsx";
import { HEIGHT, WIDTH } from "@/lib/ui/preview/preview_card.tsx";

/** The site's name. */
const SITE_NAME = "Next-Token Playground";

/** How a page is shown in another site's frame. */
export interface EmbedFrame {
  /** The theme that the address names, or light. */
  readonly theme: string;
  /** Marks of what is hidden, for the stylesheet. */
  readonly hidden: readonly string[];
  /** Parts of the address that could not be used. */
  readonly notices: readonly string[];
  /** Address of the same experiment on the page itself; of the page alone where no address holds the experiment. */
  readonly href: string;
  /** Whether `href` holds the experiment. */
  readonly isWhole: boolean;
}

/** What {@linkcode Page} takes. */
interface PageProps {
  /** Title without the site's name. */
  readonly title: string;
  /** One sentence for search results. */
  readonly description: string;
  /** Absolute address of the page without a query. */
  readonly canonical: string;
  /** The page's address with its experiment, as it is printed; default `canonical`. */
  readonly link?: string;
  /** Absolute address of the picture that stands for a shared link; null for none. */
  readonly picture?: string | null;
  /** Path of the page, to mark it in the navigation. */
  readonly path: string;
  /** How the page is shown in another site's frame; null for the page itself. */
  readonly embed: EmbedFrame | null;
  /** What Share has to know, where the page is a lab, whose experiment can be shared. */
  readonly share?: IslandProps<"Share"> | null;
  /** The pages that exist; the navigation links no other. */
  readonly pages?: readonly PageLink[];
  readonly children?: ComponentChildren;
}

function Head({ title, description, canonical, picture = null }: PageProps) {
  const fullTitle = title === SITE_NAME ? title : `${title} · ${SITE_NAME}`;
  return (
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>{fullTitle}</title>
      <meta name="description" content={description} />
      <link rel="canonical" href={canonical} />
      <meta property="og:type" content="website" />
      <meta property="og:site_name" content={SITE_NAME} />
      <meta property="og:title" content={fullTitle} />
      <meta property="og:description" content={description} />
      <meta property="og:url" content={canonical} />
      {picture !== null && <Picture address={picture} alt={`${title}: ${description}`} />}
      <meta name="color-scheme" content="light dark" />
      <meta name="theme-color" content="#f6f6f2" media="(prefers-color-scheme: light)" />
      <meta name="theme-color" content="#131416" media="(prefers-color-scheme: dark)" />
    </head>
  );
}

/** The picture of a shared link, with its size, so that it is laid out before it is fetched. */
function Picture({ address, alt }: { readonly address: string; readonly alt: string }) {
  return (
    <>
      <meta property="og:image" content={address} />
      <meta property="og:image:type" content="image/png" />
      <meta property="og:image:width" content={`${WIDTH}`} />
      <meta property="og:image:height" content={`${HEIGHT}`} />
      <meta property="og:image:alt" content={alt} />
      <meta name="twitter:card" content="summary_large_image" />
    </>
  );
}

/** Renders a whole document; the server adds styles and scripts to its head. */
export function Page(props: PageProps): VNode {
  const { path, embed, pages = [], canonical, link = canonical, share = null, children } = props;
  return (
    <html lang="en" data-theme={embed?.theme ?? undefined}>
      <Head {...props} />
      <body class={embed ? "embed" : undefined} data-hide={embed?.hidden.join(" ") || undefined}>
        {!embed && <a class="skip" href="#main">Skip to the content</a>}
        {!embed && <PageHeader path={path} pages={pages} share={share} />}
        <main id="main" tabIndex={-1}>
          {embed && <Notices items={embed.notices} />}
          {children}
          {/* A status region is read out when its text changes, so it stands in the page before it gets any. */}
          <p id="said" class="vh" role="status" />
        </main>
        {embed ? <EmbedFooter {...embed} /> : <PageFooter path={path} pages={pages} link={link} />}
        <KeysDialog path={path} />
        <GlossaryList />
      </body>
    </html>
  );
}
