import { installPackages, isFile } from "@/tests/browser/other_browsers/debian_packages.ts";

const PLACES = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
  "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
];

/**
 * The path of Firefox: what the variable FIREFOX names, its usual places, else Debian's package; null where none can
 * be had.
 *
 * @throws {Error} If the variable names a file that does not exist.
 */
export function findFirefox(): string | null {
  const named = Deno.env.get("FIREFOX");
  if (named && !isFile(named)) throw new Error(`No browser at "${named}": correct or unset FIREFOX`);
  if (named) return named;
  const installed = () => PLACES.find(isFile) ?? null;
  return installed() ?? (installPackages(["firefox-esr"]) ? installed() : null);
}
