import type { PlainPage } from "@/tests/browser/plain_page.ts";

/** Sends one command of a WebDriver session: the method, the path below the session, the body. */
export type Command = (method: "GET" | "POST", path: string, body?: object) => Promise<unknown>;

type Script = string | ((...given: unknown[]) => unknown);

/** Milliseconds between two looks of `waitForFunction`. */
const PACE = 50;

/** Calls back with `[value]` or `[null, message]`: a driver says nothing of an error in a promise. */
function wrapped(script: Script): string {
  const call = typeof script === "string" ? `() => (${script})` : `${script}`;
  return `const given = [...arguments];
    const done = given.pop();
    (async () => (${call})(...given))().then(
      (value) => done([value === undefined ? null : value]),
      (error) => done([null, String(error && error.stack || error)]));`;
}

/** Listens for what WebKit's driver does not report. */
function listen(): void {
  const scope = globalThis as { problems?: string[] };
  if (scope.problems) return;
  const problems: string[] = scope.problems = [];
  addEventListener("error", (event) => {
    if (event.message) problems.push(`exception: ${event.message} ${event.filename}:${event.lineno}`);
  });
  addEventListener("unhandledrejection", ({ reason }) => problems.push(`rejection: ${reason}`));
  addEventListener("securitypolicyviolation", (event) => problems.push(`CSP: ${event.blockedURI}`));
}

/** A page under WebDriver that is read and operated as those of puppeteer are, and its errors up to now. */
export function webkitPage(
  command: Command,
): { readonly page: PlainPage; readonly problems: () => Promise<string[]> } {
  const seen: string[] = [];
  const evaluate = async (script: Script, ...args: unknown[]) => {
    const sent = { script: wrapped(script), args };
    const [value, error] = await command("POST", "/execute/async", sent) as [unknown, string?];
    if (error) throw new Error(error);
    return value;
  };
  const collect = async () => {
    const shown = await evaluate(() => (globalThis as { problems?: string[] }).problems?.splice(0) ?? []);
    seen.push(...shown as string[]);
    return seen;
  };
  const waitForFunction = async (script: Script, { timeout = 60_000 } = {}, ...args: unknown[]) => {
    const end = Date.now() + timeout;
    while (!await evaluate(script, ...args)) {
      if (Date.now() > end) throw new Error(`Waited in vain for ${`${script}`.slice(0, 200)}`);
      await new Promise((resolve) => setTimeout(resolve, PACE));
    }
  };
  const loaded = async () => {
    await evaluate(listen);
    await waitForFunction(() => document.readyState === "complete");
  };
  const goto = async (address: string) => {
    await collect();
    await command("POST", "/url", { url: address });
    await loaded();
    return null;
  };
  const reload = async () => {
    await command("POST", "/refresh", {});
    await loaded();
    return null;
  };
  // Puppeteer's types say more of handles than a driver of plain calls can give, and than these tests use.
  return { page: { evaluate, waitForFunction, goto, reload } as unknown as PlainPage, problems: collect };
}
