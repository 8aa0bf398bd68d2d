import { fitsAddress, joinAddress } from "@/lib/experiment/query_text.ts";

/**
 * Writes an embed's theme and hidden parts into its links and forms, so that they last where no script runs. A link
 * that would be longer with them than an address is ever made goes without: the experiment comes before its look.
 *
 * @param html The rendered page.
 * @param look Names and values of the address that are about the embed.
 */
export function keepLook(html: string, look: readonly (readonly [name: string, value: string])[]): string {
  if (look.length === 0) return html;
  const query = escape(joinAddress("", new URLSearchParams(look.map(([...pair]) => pair))).slice(1));
  const inputs = look.map(([name, value]) =>
    `<input type="hidden" name="${escape(name)}" value="${escape(value)}"/>`
  ).join("");
  return html
    .replace(
      /(<a [^<>]*?href=")(\/embed\/[^"#?]*(?:\?[^"#]*)?|\?[^"#]*)/g,
      (_, start, href) => start + withQuery(href, query),
    )
    .replaceAll("</form>", `${inputs}</form>`);
}

/** A link and more of a query, both as HTML writes them. */
function withQuery(href: string, query: string): string {
  const whole = href + joint(href) + query;
  return fitsAddress(whole.replaceAll("&amp;", "&")) ? whole : href;
}

function joint(href: string): string {
  if (!href.includes("?")) return "?";
  return href.endsWith("?") ? "" : "&amp;";
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
