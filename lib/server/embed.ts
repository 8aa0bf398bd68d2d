/**
 * Pages inside other sites' frames: `/embed/PAGE` is `/PAGE`, `/embed/predictor` is `/`.
 *
 * @module
 */

const PREFIX = "/embed/";
const HOME = "predictor";

/** Whether this path is the compact form of a page. */
export function isEmbed(path: string): boolean {
  return path.startsWith(PREFIX);
}

/** Path of the compact form of a page. */
export function embedPath(path: string): string {
  return PREFIX + (path === "/" ? HOME : path.slice(1));
}

/** Whether a path is one of these pages, in either form. */
export function isPage(pages: readonly { readonly path: string }[], path: string): boolean {
  const own = pagePath(path);
  return pages.some((page) => page.path === own);
}

/** Path of the page itself, for either form of it. */
export function pagePath(path: string): string {
  if (!isEmbed(path)) return path;
  const name = path.slice(PREFIX.length);
  return name === HOME ? "/" : `/${name}`;
}
