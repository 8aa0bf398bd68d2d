import { freePort } from "@/tests/browser/start_site.ts";
import type { FoundWebkit } from "@/tests/browser/other_browsers/find_webkit.ts";
import type { StartedBrowser } from "@/tests/browser/other_browsers/started_browser.ts";
import { type Command, webkitPage } from "@/tests/browser/other_browsers/webkit_page.ts";

/** Milliseconds that a script of a test may take, and any answer of the driver: a browser that hangs ends the test. */
const SCRIPT_TIMEOUT = 30_000;
const ANSWER_TIMEOUT = 40_000;

interface Answer {
  readonly value: unknown;
}

/** Starts a process and reads the first line it prints. */
async function startAndRead(
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<{ child: Deno.ChildProcess; line: string; silence: () => Promise<void> }> {
  const child = new Deno.Command(path, { args: [...args], env, stdout: "piped", stderr: "null" }).spawn();
  const reader = child.stdout.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>)
    .getReader();
  let line = "";
  while (!line.includes("\n")) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`${path} ended before it was ready`);
    line += value;
  }
  return { child, line: line.trim(), silence: () => reader.cancel() };
}

async function answered(request: Promise<Response>): Promise<unknown> {
  const { value } = await (await request).json() as Answer;
  const failure = value as { readonly error?: string; readonly message?: string } | null;
  if (failure?.error) throw new Error(`WebDriver: ${failure.error}: ${failure.message}`);
  return value;
}

function post(address: string, body: object): Promise<unknown> {
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT);
  return answered(fetch(address, { method: "POST", body: JSON.stringify(body), signal }));
}

async function untilReady(origin: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const ready = await fetch(`${origin}/status`).then((response) => response.json(), () => null);
    if (ready) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("WebKitWebDriver did not become ready");
}

interface Surroundings {
  readonly home: string;
  readonly screen: string;
  /** Of the D-Bus session. */
  readonly address: string;
}

function startDriver(path: string, port: number, { home, screen, address }: Surroundings): Deno.ChildProcess {
  return new Deno.Command(path, {
    args: [`--port=${port}`, "--host=127.0.0.1"],
    env: {
      HOME: home,
      XDG_RUNTIME_DIR: home,
      DISPLAY: `:${screen}`,
      DBUS_SESSION_BUS_ADDRESS: address,
      NO_AT_BRIDGE: "1",
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
      // WebKitGTK keeps shared memory from pages that are isolated unless it is told.
      JSC_useSharedArrayBuffer: "1",
    },
    stdout: "null",
    stderr: "null",
  }).spawn();
}

/** Opens a window: its session's address, and the browser's version. */
async function newSession(origin: string, browser: string): Promise<{ session: string; version: string }> {
  const alwaysMatch = {
    browserName: "MiniBrowser",
    pageLoadStrategy: "normal",
    timeouts: { script: SCRIPT_TIMEOUT, pageLoad: SCRIPT_TIMEOUT },
    "webkitgtk:browserOptions": { binary: browser, args: ["--automation"] },
  };
  const made = await post(`${origin}/session`, { capabilities: { alwaysMatch } });
  const { sessionId, capabilities } = made as { sessionId: string; capabilities: { browserVersion: string } };
  return { session: `${origin}/session/${sessionId}`, version: capabilities.browserVersion };
}

/**
 * Starts WebKitGTK's small browser under its driver, on a display, a D-Bus session and a home of its own.
 *
 * @throws {Error} If one of its processes does not start.
 */
export async function startWebkit({ driver, browser, display, bus }: FoundWebkit): Promise<StartedBrowser> {
  const home = await Deno.makeTempDir({ prefix: "webkit-" });
  const started: { child: Deno.ChildProcess; silence?: () => Promise<void> }[] = [];
  const run = async (path: string, args: readonly string[]) => {
    const one = await startAndRead(path, args, { HOME: home, XDG_RUNTIME_DIR: home });
    started.push(one);
    return one.line;
  };
  const end = async () => {
    for (const { child, silence } of started.toReversed()) {
      try {
        child.kill("SIGKILL");
      } catch {
        // It has ended already.
      }
      await silence?.();
      await child.status;
    }
    await Deno.remove(home, { recursive: true }).catch(() => undefined);
  };
  try {
    const screen = await run(display, ["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]);
    const address = await run(bus, ["--session", "--nofork", "--print-address"]);
    const port = freePort();
    const child = startDriver(driver, port, { home, screen, address });
    started.push({ child });
    const origin = `http://127.0.0.1:${port}`;
    await untilReady(origin);
    const { session, version } = await newSession(origin, browser);
    const command: Command = (method, path, body) =>
      method === "POST" ? post(session + path, body ?? {}) : answered(fetch(session + path));
    const { page, problems } = webkitPage(command);
    const close = async () => {
      await answered(fetch(session, { method: "DELETE", signal: AbortSignal.timeout(ANSWER_TIMEOUT) })).catch(
        () => null,
      );
      await end();
    };
    return { name: `WebKitGTK ${version}`, page, problems, close };
  } catch (error) {
    await end();
    throw error;
  }
}
