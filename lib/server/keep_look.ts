/**
 * Writes an embed's theme and hidden parts into its links and forms, so that they last where no script runs.
 *
 * @param html The rendered page.
 * @param look Names and values of the address that are about the embed.
 */
export function keepLook(html: string, look: readonly (readonly [name: string, value: string])[]): string {
  if (look.length === 0) return html;
  const query = escape(new URLSearchParams(look.map(([name, value]) => [name, value])).toString());
  const inputs = look.map(([name, value]) =>
    `<input type="hidden" name="${escape(name)}" value="${escape(value)}"/>`
  ).join("");
  return html
    .replace(
      /(<a [^<>]*?href=")(\/embed\/[^"#?]*(?:\?[^"#]*)?|\?[^"#]*)/g,
      (_, start, href) => `${start}${href}${joint(href)}${query}`,
    )
    .replaceAll("</form>", `${inputs}</form>`);
}

function joint(href: string): string {
  if (!href.includes("?")) return "?";
  return href.endsWith("?") ? "" : "&amp;";
}

function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
