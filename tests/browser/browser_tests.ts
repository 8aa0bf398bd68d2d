/**
 * The frame of a browser test file: one browser, one site and one set of models for all its tests.
 *
 * @module
 */
import { type BrowserOptions, launchBrowser, type TestBrowser } from "@/tests/browser/launch_browser.ts";
import { type ModelHost, startModelHost } from "@/tests/browser/start_model_host.ts";
import { type Site, startSite } from "@/tests/browser/start_site.ts";
import { type Visit, visit, type VisitOptions } from "@/tests/browser/visit.ts";
import { writeRepositories } from "@/tests/fixtures/tiny_repositories.ts";

/** Where a file's tests get models from: the site's own mirror folder, a host of another origin, or nowhere. */
export type ModelSource = "mirror" | "host" | "none";

/** What a file's tests need. */
export interface SuiteOptions extends BrowserOptions {
  /** Default `mirror`. */
  readonly models?: ModelSource;
  /** A folder in the hub's layout instead of the fixtures. */
  readonly mirror?: string;
  /** Environment variables of the site. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** What a test is given. */
export interface Stage {
  readonly browser: TestBrowser;
  readonly site: Site;
  /** The model host, where `models` is `host`. */
  readonly host: ModelHost;
  /** Opens a path of the site; the visit ends with the test. */
  open(path: string, options?: VisitOptions): Promise<Visit>;
}

interface Running {
  readonly browser: TestBrowser;
  readonly site: Site;
  readonly host: ModelHost | null;
  readonly folder: string;
}

async function start(
  { models = "mirror", mirror, environment: given = {}, ...browserOptions }: SuiteOptions,
): Promise<Running> {
  const folder = Deno.makeTempDirSync({ prefix: "hub-" });
  if (!mirror && models !== "none") writeRepositories(folder);
  const host = models === "host" ? startModelHost(folder) : null;
  const environment: Record<string, string> = { ...given };
  if (models === "mirror") environment["MODEL_MIRROR"] = mirror ?? folder;
  if (host) environment["MODEL_HOST"] = host.origin;
  const [browser, site] = await Promise.all([launchBrowser(browserOptions), startSite(environment)]);
  return { browser, site, host, folder };
}

async function stop({ browser, site, host, folder }: Running): Promise<void> {
  await browser.close();
  await site.stop();
  await host?.stop();
  Deno.removeSync(folder, { recursive: true });
}

/** Adds what the pages said to a failure's message. */
async function explain(error: unknown, visits: readonly Visit[]): Promise<never> {
  const lines = await Promise.all(visits.map(async ({ page, problems }) => {
    const shown = await page.evaluate(() => {
      const region = document.querySelector("[data-source]");
      const notices = [...document.querySelectorAll("[role=alert], [role=status], .error, .notice")];
      const source = `${region?.getAttribute("data-source")} busy=${region?.getAttribute("aria-busy")}`;
      return [source, ...notices.map((each) => each.textContent?.trim() ?? "")].filter(Boolean);
    }).catch(() => ["page is gone"]);
    return [page.url().slice(0, 300), ...shown, ...problems].join("\n    ");
  }));
  const message = error instanceof Error ? error.message : `${error}`;
  throw new Error(`${message}\n  On the page:\n  ${lines.join("\n  ")}`, { cause: error });
}

/** Opens a test's pages, runs it, and fails with what they showed. */
async function attempt(
  run: (stage: Stage) => Promise<void>,
  { browser, site, host }: Running,
): Promise<void> {
  const visits: Visit[] = [];
  const open: Stage["open"] = async (path, visitOptions) => {
    const opened = await visit(browser, site.origin + path, visitOptions);
    visits.push(opened);
    return opened;
  };
  if (host) host.fault = () => null;
  try {
    await run({ browser, site, host: host!, open });
  } catch (error) {
    await explain(error, visits).finally(() => closeAll(visits));
  }
  for (const each of visits.toReversed()) await each.end();
}

/**
 * Tries a test again that failed, and says so in the log: on two cores that run two browsers a page now and then misses
 * what a test asks of it. What fails twice is wrong.
 */
async function twice(name: string, once: () => Promise<void>): Promise<void> {
  try {
    await once();
  } catch (error) {
    // deno-lint-ignore no-console
    console.log(`tried again: ${name}\n${error instanceof Error ? error.stack : error}`);
    await once();
  }
}

async function closeAll(visits: readonly Visit[]): Promise<void> {
  for (const each of visits) await each.context.close().catch(() => undefined);
}

/** Declares the needs of a file and returns the function that declares its tests. */
export function browserTests(
  options: SuiteOptions = {},
): (name: string, run: (stage: Stage) => Promise<void>, only?: { readonly ignore?: boolean }) => void {
  let running: Promise<Running> | null = null;
  Deno.test.afterAll(async () => {
    if (running) await stop(await running);
  });
  return (name, run, { ignore = false } = {}) =>
    Deno.test({
      name,
      ignore,
      sanitizeOps: false,
      sanitizeResources: false,
      fn: async () => {
        running ??= start(options);
        const suite = await running;
        await twice(name, () => attempt(run, suite));
      },
    });
}
