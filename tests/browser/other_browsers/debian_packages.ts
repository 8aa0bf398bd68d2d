/**
 * Debian's packages, installed where this process may: as root, where apt-get is.
 *
 * @module
 */

/** Seconds after which a download or an installation is given up. */
const PATIENCE = 240;

/** Whether a file is there. */
export function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

function aptGet(...args: readonly string[]): boolean {
  try {
    return new Deno.Command("timeout", {
      args: ["-k", "5", `${PATIENCE}`, "apt-get", "-o", "DPkg::Lock::Timeout=60", ...args],
      env: { DEBIAN_FRONTEND: "noninteractive" },
      stdin: "null",
      stdout: "null",
      stderr: "null",
    }).outputSync().success;
  } catch {
    return false;
  }
}

/** Installs packages without those they only recommend; says whether they are installed then. */
export function installPackages(names: readonly string[]): boolean {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0 || !isFile("/usr/bin/apt-get")) return false;
  const install = () => aptGet("install", "-y", "--no-install-recommends", ...names);
  return install() || aptGet("update") && install();
}
