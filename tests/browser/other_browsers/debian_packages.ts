/**
 * Debian's packages, installed where this process may: as root, where apt-get is.
 *
 * @module
 */

/** Seconds that all downloads and installations of this process may take together. */
let patience = 240;

/** A mirror that does not answer is given up soon. */
const QUICK = ["-o", "DPkg::Lock::Timeout=30", "-o", "Acquire::http::Timeout=15", "-o", "Acquire::Retries=0"];

/** Whether a file is there. */
export function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

function aptGet(...args: readonly string[]): boolean {
  if (patience < 1) return false;
  const start = performance.now();
  try {
    return new Deno.Command("timeout", {
      args: ["-k", "5", `${Math.floor(patience)}`, "apt-get", ...QUICK, ...args],
      env: { DEBIAN_FRONTEND: "noninteractive" },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).outputSync().success;
  } catch {
    return false;
  } finally {
    patience -= (performance.now() - start) / 1000;
  }
}

/** Installs packages with what they recommend, as a hand would; says whether they are installed then. */
export function installPackages(names: readonly string[]): boolean {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0 || !isFile("/usr/bin/apt-get")) return false;
  const install = () => aptGet("install", "-y", ...names);
  return install() || aptGet("update") && install();
}
