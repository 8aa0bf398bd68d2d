/**
 * Starts the production server as a process of its own on a free port.
 *
 * @module
 */

import { permissionFlags } from "@/lib/build/permissions.ts";

/** A running server. */
export interface Site {
  /** `http://127.0.0.1:PORT`, without a slash at the end. */
  readonly origin: string;
  /** Of the server's process. */
  readonly pid: number;
  /** Its exit code, once it has ended. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

/** The project's folder. */
export const ROOT = new URL("../../", import.meta.url);

/** What a site is started from. */
export interface SiteOptions {
  /** Folder of the project; default this one. */
  readonly folder?: URL;
  /** Default a free one. */
  readonly port?: number;
  /** Whether it gets the permissions of `deno task serve` only; default all. */
  readonly isRestricted?: boolean;
}

/** A port that was free a moment ago. */
export function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr;
  listener.close();
  return port;
}

/** @throws {Error} If the client has not been built. */
function checkBuild(folder: URL): void {
  try {
    Deno.statSync(new URL("dist/.vite/manifest.json", folder));
  } catch {
    throw new Error("Browser tests drive the production build: run `deno task build` first");
  }
}

async function waitUntilReady(origin: string, child: Deno.ChildProcess, log: () => string): Promise<void> {
  let ended = false;
  child.status.then(() => ended = true);
  for (let attempt = 0; attempt < 600 && !ended; attempt++) {
    const ready = await fetch(`${origin}/healthz`).then(async (response) => {
      await response.body?.cancel();
      return response.ok;
    }, () => false);
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The server did not become ready at ${origin}:\n${log()}`);
}

/** Collects a stream's text. */
function collect(stream: ReadableStream<Uint8Array>): () => string {
  let text = "";
  const sink = new WritableStream<string>({ write: (chunk) => void (text += chunk) });
  stream.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).pipeTo(sink)
    .catch(() => undefined);
  return () => text;
}

/** How often another free port is tried. */
const PORTS_TRIED = 3;

/**
 * Starts the server with the given environment added to a bare one. Where the port is not said, one that another
 * process takes between its choice and its use costs a second start.
 *
 * @throws {Error} If the client is not built, or the server does not answer `/healthz`.
 */
export async function startSite(
  environment: Readonly<Record<string, string>> = {},
  options: SiteOptions = {},
): Promise<Site> {
  for (let tried = 1;; tried++) {
    try {
      return await startOn(options.port ?? freePort(), environment, options);
    } catch (error) {
      const isTaken = error instanceof Error && error.message.includes("AddrInUse");
      if (!isTaken || options.port !== undefined || tried === PORTS_TRIED) throw error;
    }
  }
}

async function startOn(
  port: number,
  environment: Readonly<Record<string, string>>,
  { folder = ROOT, isRestricted = false }: SiteOptions,
): Promise<Site> {
  checkBuild(folder);
  const origin = `http://127.0.0.1:${port}`;
  // The models that tests read themselves are none of the site's, unless it is given them. Nor does a machine that
  // runs several browsers at once keep to 2 s for each page.
  const env: Record<string, string> = {
    PORT: `${port}`,
    RATE_LIMIT: "0",
    THREAD_SECONDS: "20",
    MODEL_MIRROR: "",
    ...environment,
  };
  const permissions = isRestricted ? permissionFlags((name) => env[name]) : ["-A"];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", ...permissions, "main.ts"],
    cwd: folder,
    env,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const logs = [collect(child.stdout), collect(child.stderr)];
  await waitUntilReady(origin, child, () => logs.map((log) => log()).join(""));
  return {
    origin,
    pid: child.pid,
    ended: child.status.then(({ code }) => code),
    stop: async () => {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has been stopped already.
      }
      await child.status;
    },
  };
}
