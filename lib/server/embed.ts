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

/** Path of the page itself, for either form of it. */
export function pagePath(path: string): string {
  if (!isEmbed(path)) return path;
  const name = path.slice(PREFIX.length);
  return name === HOME ? "/" : `/${name}`;
}

/** The page of a path, or of the path of its compact form; undefined where there is none. */
export function findPage<P extends { readonly path: string }>(
  pages: readonly P[],
  path: string,
): P | undefined {
  const own = pagePath(path);
  return pages.find((page) => page.path === own);
}
