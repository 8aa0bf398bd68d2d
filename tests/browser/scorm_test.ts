/** A package in a course system of another site: the course and the check in their frames, told, kept and resumed. */
import { assertEquals, assertMatch } from "@std/assert";
import type { Frame, Page } from "puppeteer-core";
import { alive } from "@/tests/browser/alive.ts";
import { browserTests } from "@/tests/browser/browser_tests.ts";
import { ROOT } from "@/tests/browser/start_site.ts";
import { visit } from "@/tests/browser/visit.ts";
import { makeCheck } from "@/lib/learn/check/make_check.ts";
import { FRAMED_COURSE } from "@/lib/learn/course/step_address.ts";
import { type ScormOptions, scormPackage } from "@/lib/teach/scorm_package.ts";

const test = browserTests({ models: "none" });
const LMS = Deno.readTextFileSync(new URL("node_modules/scorm-again/dist/scorm12.min.js", ROOT));

/** A course system: its page has the API, and the package in a frame. */
function startCourseSystem(options: ScormOptions) {
  const launch = '<script src="/lms.js"></script><script>' +
    "window.API = new Scorm12API({ autocommit: false, logLevel: 5 });" +
    "const kept = JSON.parse(localStorage.getItem('kept') ?? 'null');" +
    "if (kept) API.loadFromJSON(kept, 'cmi');" +
    '</script><iframe id="lesson" src="/index.html" width="1200" height="900"></iframe>';
  const files: Readonly<Record<string, string>> = {
    "/": `<!doctype html><html lang="en"><title>Lesson</title>${launch}`,
    "/index.html": scormPackage(options)["index.html"]!,
    "/lms.js": LMS,
  };
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, (request) => {
    const { pathname } = new URL(request.url);
    const type = pathname.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8";
    return new Response(files[pathname] ?? "", {
      status: pathname in files ? 200 : 404,
      headers: { "content-type": type },
    });
  });
  return { address: `http://localhost:${server.addr.port}/`, stop: () => server.shutdown() };
}

/** The site's frame inside the package's, once its islands are alive. */
async function lessonOf(page: Page, path: string): Promise<Frame> {
  const frame = await page.waitForFrame((each) => new URL(each.url()).pathname.startsWith(path));
  await alive(frame);
  return frame;
}

interface Api {
  lmsGetValue(name: string): string;
}

function told(page: Page, name: string, value: string): Promise<unknown> {
  return page.waitForFunction(
    (name: string, value: string) => (globalThis as unknown as { API: Api }).API.lmsGetValue(name) === value,
    {},
    name,
    value,
  );
}

test("the course in a course system: a guess is told, and comes back where the browser has nothing", async ({ browser, site }) => {
  const system = startCourseSystem({
    origin: site.origin,
    path: FRAMED_COURSE,
    title: "Course",
    ends: "progress",
  });
  try {
    const first = await visit(browser, system.address, { expect: /favicon/ });
    const frame = await lessonOf(first.page, "/embed/learn");
    await frame.locator("::-p-text(Make the first guess)").click();
    const step = await lessonOf(first.page, "/embed/learn/distribution");
    await step.locator("::-p-text(I do not know yet)").click();
    await told(first.page, "cmi.core.score.raw", "7");
    const state = await first.page.evaluate(() =>
      (globalThis as unknown as { API: Api }).API.lmsGetValue("cmi.suspend_data")
    );
    assertMatch(state, /"distribution"/);
    await step.locator("::-p-text(Next: chain rule)").click();
    await lessonOf(first.page, "/embed/learn/chain");
    await first.end();
    const second = await visit(browser, `${system.address}lms.js`, { expect: /favicon/ });
    await second.page.evaluate((suspend_data: string) => {
      const core = { lesson_status: "incomplete", lesson_location: "7 % done", score: { raw: "7" } };
      localStorage.setItem("kept", JSON.stringify({ core, suspend_data }));
    }, state);
    await second.page.goto(system.address);
    const again = await lessonOf(second.page, "/embed/learn");
    await again.waitForSelector("::-p-text(Go on: chain rule)");
    await second.end();
  } finally {
    await system.stop();
  }
});

test("the check in a course system: its score, and that it is passed", async ({ browser, site }) => {
  const system = startCourseSystem({
    origin: site.origin,
    path: "/embed/check?seed=2",
    title: "Check",
    ends: "score",
  });
  try {
    const { page, end } = await visit(browser, system.address, { expect: /favicon/ });
    const frame = await lessonOf(page, "/embed/check");
    for (const [index, { answer }] of makeCheck(2).entries()) {
      await frame.click(
        `input[name="q${index + 1}"][value="${index < 8 ? answer + 1 : (answer + 1) % 4 + 1}"]`,
      );
    }
    await frame.click('.check button[type="submit"]');
    await told(page, "cmi.core.score.raw", "80");
    await told(page, "cmi.core.lesson_status", "passed");
    assertEquals((await page.frames()).length, 3);
    await end();
  } finally {
    await system.stop();
  }
});
