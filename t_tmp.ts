import { siteWith } from "@/tests/server/site_under_test.ts";
const t=performance.now(); const r = await siteWith()("/train"); const h = await r.text(); console.log(r.status, h.length, performance.now()-t); console.log(h.match(/is-land name="\w+"/g)); const t2=performance.now(); await (await siteWith()("/train")).text(); console.log(performance.now()-t2);
