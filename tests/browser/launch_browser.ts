/**
 * Starts Chromium for tests: a fresh profile, no traffic of its own, and a proxy that records every request
 * to a host other than this machine.
 *
 * @module
 */
import puppeteer, { type Browser } from "puppeteer-core";
import { findBrowser, type FoundBrowser } from "@/tests/browser/find_browser.ts";

/** What differs between browsers of different tests. */
export interface BrowserOptions {
  /** Whether `navigator.gpu` has an adapter (a software one where there is no GPU). Default false. */
  readonly webgpu?: boolean;
  /** The browser to start; default the one that is found. */
  readonly found?: FoundBrowser;
  /** Environment variables of the browser beside this process'. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** A running browser. */
export interface TestBrowser {
  readonly browser: Browser;
  /** Hosts outside this machine that anything in the browser tried to reach. */
  readonly foreignHosts: readonly string[];
  close(): Promise<void>;
}

const FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-domain-reliability",
  "--disable-sync",
  "--disable-dev-shm-usage",
  "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
];

/** Chromium's own errands, which no page asked for. */
const OWN_ERRANDS = /(^|\.)(google|googleapis|gstatic|gvt1|chromium)\.(com|org)$/;

/** A proxy that reaches nothing and notes what it was asked for. */
function startDeadProxy(): { port: number; hosts: string[]; close(): Promise<void> } {
  const hosts: string[] = [];
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const answer = async (connection: Deno.Conn) => {
    const buffer = new Uint8Array(4096);
    const length = await connection.read(buffer).catch(() => null) ?? 0;
    const target = new TextDecoder().decode(buffer.subarray(0, length)).split(" ")[1] ?? "";
    const host = target.replace(/^https?:\/\//, "").replace(/[:/].*$/s, "");
    if (host && !OWN_ERRANDS.test(host)) hosts.push(host);
    await connection.write(new TextEncoder().encode("HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n"))
      .catch(() => 0);
    connection.close();
  };
  const loop = (async () => {
    for await (const connection of listener) answer(connection).catch(() => undefined);
  })();
  return {
    port: listener.addr.port,
    hosts,
    close: () => {
      listener.close();
      return loop.catch(() => undefined);
    },
  };
}

let announced = false;

/** Starts a browser and says once which one. */
export async function launchBrowser(
  { webgpu = false, found: given, variables = {} }: BrowserOptions = {},
): Promise<TestBrowser> {
  const found = given ?? await findBrowser();
  // deno-lint-ignore no-console
  if (!announced) console.log(`browser: ${found.path} (${found.origin})`);
  announced = true;
  const proxy = startDeadProxy();
  const gpu = webgpu ? ["--enable-unsafe-webgpu"] : ["--disable-gpu", "--disable-features=WebGPU"];
  const browser = await puppeteer.launch({
    executablePath: found.path,
    headless: true,
    env: { ...Deno.env.toObject(), ...variables },
    args: [...FLAGS, ...found.flags, ...gpu, `--proxy-server=http://127.0.0.1:${proxy.port}`],
    protocolTimeout: 600_000,
  });
  const close = async () => {
    await browser.close();
    await proxy.close();
  };
  return { browser, foreignHosts: proxy.hosts, close };
}
