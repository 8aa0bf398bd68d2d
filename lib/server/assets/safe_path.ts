/**
 * From an address to a file, never outside a folder.
 *
 * @module
 */

/**
 * Resolves the path of an address below a folder, following symbolic links only as far as they stay inside.
 *
 * @param folder The folder to stay in; may itself be a link.
 * @param path Percent-encoded path, relative to the folder.
 * @returns Real path of an existing file, or null where there is none that may be served.
 */
export async function safePath(folder: string, path: string): Promise<string | null> {
  const segments = decodeSegments(path);
  if (!segments) return null;
  try {
    const root = await Deno.realPath(folder);
    const real = await Deno.realPath(`${root}/${segments.join("/")}`);
    if (!real.startsWith(`${root}/`) || !(await Deno.stat(real)).isFile) return null;
    return real;
  } catch {
    return null;
  }
}

/** The path's segments, or null where one could climb, hide or be read in two ways. */
function decodeSegments(path: string): string[] | null {
  try {
    const segments = path.split("/").map(decodeURIComponent);
    return segments.every(isPlainName) ? segments : null;
  } catch {
    return null;
  }
}

/** Not empty, not hidden (nor `.` or `..`), no separator and no control character. */
function isPlainName(segment: string): boolean {
  // deno-lint-ignore no-control-regex
  return segment !== "" && !segment.startsWith(".") && !/[\/\\\x00-\x1f\x7f]/.test(segment);
}
