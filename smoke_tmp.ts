import { launchBrowser } from "@/tests/browser/launch_browser.ts";
import { startSite } from "@/tests/browser/start_site.ts";
import { visit } from "@/tests/browser/visit.ts";
const webgpu = Deno.args.includes("webgpu");
const [b, site] = await Promise.all([launchBrowser({ webgpu }), startSite({})]);
try {
  const v = await visit(b, site.origin + "/train");
  v.page.on("console", (m) => console.log("C", m.text()));
  await v.page.waitForSelector("is-land[data-state=ready]");
  const t = performance.now();
  await v.page.click("is-land button");
  await v.page.waitForFunction(() => document.querySelector("pre")!.textContent !== "", { timeout: 30000 }).catch((e) => console.log(String(e)));
  console.log(performance.now() - t, await v.page.$eval("pre", (e) => e.textContent));
  console.log(v.problems, v.page.workers().map((w) => w.url()));
} finally { await b.close(); await site.stop(); }
