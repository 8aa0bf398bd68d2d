import { launchBrowser } from "@/tests/browser/launch_browser.ts";
import { startSite } from "@/tests/browser/start_site.ts";
import { visit, PHONE } from "@/tests/browser/visit.ts";
import { checkAccessibility } from "@/tests/browser/check_accessibility.ts";
const [b, site] = await Promise.all([launchBrowser({}), startSite({})]);
const q = Deno.args[0] ?? "";
try {
  for (const [name, o] of [["wide", {}], ["phone", { viewport: PHONE, dark: true }]] as const) {
    const v = await visit(b, site.origin + "/train" + q, o);
    await v.page.waitForSelector("is-land[data-state]", {visible:false, timeout: 8000}).catch(() => {}); console.log(v.problems, await v.page.evaluate(() => document.body.innerText.slice(0,400)), await v.page.$eval("is-land", (e) => e.getAttribute("data-state")).catch(String)); 
    await v.page.screenshot({ path: `/tmp/sm/${name}_0.png`, fullPage: true });
    const t = performance.now();
    await v.page.evaluate(() => { (globalThis as any).long = []; new PerformanceObserver((l) => { for (const e of l.getEntries()) (globalThis as any).long.push([Math.round(e.startTime), e.duration]); }).observe({ type: "longtask", buffered: false }); });
    await v.page.click("button.primary");
    await v.page.waitForFunction(() => document.querySelector(".status-line b")?.textContent === "Training", { timeout: 20000 });
    await v.page.waitForFunction(() => /Trained|Stopped|Paused/.test(document.querySelector(".status-line b")?.textContent ?? ""), { timeout: 120000 });
    console.log(name, Math.round(performance.now() - t), "ms", await v.page.$eval(".area-run", (e) => (e as HTMLElement).innerText), JSON.stringify(await v.page.evaluate(() => (globalThis as any).long)));
    for (const text of ["Step one example through it", "Compare with counts", "Write 24 tokens"]) {
      await v.page.evaluate((t) => { const b = [...document.querySelectorAll("button")].find((e) => e.textContent === t)!; b.click(); }, text);
      await new Promise((r) => setTimeout(r, 1500));
    }
    await v.page.screenshot({ path: `/tmp/sm/${name}_1.png`, fullPage: true });
    await checkAccessibility(v.page).then(() => console.log("axe ok"), (e) => console.log(e.message.slice(0, 3000)));
    console.log(v.problems);
  }
} finally { await b.close(); await site.stop(); }
