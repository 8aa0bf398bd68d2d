import { installPackages, isFile } from "@/tests/browser/other_browsers/debian_packages.ts";

/** What a WebKit under WebDriver is started from: paths. */
export interface FoundWebkit {
  readonly driver: string;
  readonly browser: string;
  readonly display: string;
  readonly bus: string;
}

const PACKAGES = ["webkit2gtk-driver", "libwebkit2gtk-4.1-0", "xvfb", "dbus"];

function miniBrowser(): string | undefined {
  const { arch } = Deno.build;
  return ["4.1", "4.0", "6.0"].map((version) =>
    `/usr/lib/${arch}-linux-gnu/webkit${version === "6.0" ? "gtk" : "2gtk"}-${version}/MiniBrowser`
  ).find(isFile);
}

function installed(): FoundWebkit | null {
  const browser = miniBrowser();
  const found = {
    driver: "/usr/bin/WebKitWebDriver",
    display: "/usr/bin/Xvfb",
    bus: "/usr/bin/dbus-daemon",
  };
  return browser && Object.values(found).every(isFile) ? { ...found, browser } : null;
}

/** WebKitGTK with its driver in their usual places, else from Debian's packages; null where they cannot be had. */
export function findWebkit(): FoundWebkit | null {
  if (Deno.build.os !== "linux") return null;
  return installed() ?? (installPackages(PACKAGES) ? installed() : null);
}
