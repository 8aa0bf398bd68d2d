/**
 * What a model takes of the machine's memory, read from outside the browser.
 *
 * @module
 */
import type { Browser } from "puppeteer-core";
import type { Claim } from "./claim.ts";

/** Resident bytes of a browser's renderers, on Linux. */
export function rendererBytes(browser: Browser): number {
  const root = browser.process()!.pid!;
  const parents = new Map<number, number>();
  for (const { name } of Deno.readDirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? readText(`/proc/${name}/stat`) : "";
    const parent = /\) \S (\d+)/.exec(stat)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  const descends = (pid: number): boolean => {
    const parent = parents.get(pid);
    return parent === root || (parent !== undefined && parent > 1 && descends(parent));
  };
  return [...parents.keys()].filter(descends)
    .filter((pid) => readText(`/proc/${pid}/cmdline`).includes("--type=renderer"))
    .map((pid) => 1024 * Number(/VmRSS:\s+(\d+)/.exec(readText(`/proc/${pid}/status`))?.[1] ?? 0))
    .reduce((sum, bytes) => sum + bytes, 0);
}

/** Beyond an idle page: our engine's memory beside the one that expands. @param weights What the file has. */
export function memoryClaim(weights: string, idle: number, own: number, expanded: number): Claim {
  const megabytes = (bytes: number) => `${((bytes - idle) / 1e6).toFixed(0)} MB`;
  return {
    what: `Memory beyond the page, 512 tokens in the cache, ${weights}`,
    ours: megabytes(own),
    peer: `onnxruntime-web, expanded: ${megabytes(expanded)}`,
    value: (own - idle) / (expanded - idle),
    unit: " of it",
    bar: 0.35,
    direction: "at most",
  };
}

function readText(path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    // The process has ended.
    return "";
  }
}
