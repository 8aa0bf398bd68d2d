/**
 * What a teacher copies into a page.
 *
 * @module
 */
import { joinAddress } from "@/lib/experiment/query_text.ts";
import { DEFAULT_THEME, type EmbedTheme } from "@/lib/experiment/embed_look.ts";

/** What is embedded, and how. */
export interface EmbedChoice {
  readonly origin: string;
  /** Path of the page. */
  readonly page: string;
  readonly query: URLSearchParams;
  readonly theme: EmbedTheme;
  /** Names of the parts to hide. */
  readonly hide: readonly string[];
  /** What the frame is called for those who hear it. */
  readonly title: string;
  /** Pixels, until the frame has told its own. */
  readonly height: number;
}

/**
 * What the frame may do: scripts of its own origin, which is not the page's around it; forms; the link to the whole
 * page in a tab of its own; and files to take away.
 */
const SANDBOX =
  "allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-downloads";

/** Address of an embed. */
export function embedAddress(
  { origin, page, query, theme, hide }: Omit<EmbedChoice, "title" | "height">,
): string {
  const params = new URLSearchParams(query);
  if (theme !== DEFAULT_THEME) params.set("theme", theme);
  if (hide.length > 0) params.set("hide", hide.join(","));
  return joinAddress(`${origin}/embed/${page === "/" ? "predictor" : page.slice(1)}`, params);
}

/** The frame as HTML. */
export function embedSnippet(choice: EmbedChoice): string {
  return `<iframe src="${attribute(embedAddress(choice))}" title="${attribute(choice.title)}"
  width="100%" height="${choice.height}" loading="lazy" style="border: 0"
  sandbox="${SANDBOX}"
  allow="clipboard-write"></iframe>`;
}

/** The script that gives every such frame on a page the height of its content. */
export function resizeSnippet(origin: string): string {
  return `<script src="${attribute(origin)}/static/embed.js" async></script>`;
}

function attribute(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
