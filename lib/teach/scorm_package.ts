/**
 * A SCORM 1.2 package: one page with a frame of this site, which tells a course system of status and score.
 *
 * @module
 */

/** What a package shows. */
export interface ScormOptions {
  /** Origin that learners reach, without a slash at the end. */
  readonly origin: string;
  /** Path and query of the embed. */
  readonly path: string;
  readonly title: string;
  /** What ends it: a score, or progress, that the frame tells; or a button that the learner presses. */
  readonly ends: "score" | "progress" | "button";
}

/** Share of right answers from which a check is passed, in percent. */
const MASTERY = 75;

/** The files of a package, by their names. */
export function scormPackage(options: ScormOptions): Readonly<Record<string, string>> {
  return { "imsmanifest.xml": manifest(options), "index.html": page(options) };
}

function manifest({ title, path, ends }: ScormOptions): string {
  const name = escape(title);
  const identifier = `playground-${path.replace(/[^a-zA-Z0-9]/g, "-")}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="${identifier}" version="1.0"
  xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
  <metadata>
    <schema>ADL SCORM</schema>
    <schemaversion>1.2</schemaversion>
  </metadata>
  <organizations default="organization">
    <organization identifier="organization">
      <title>${name}</title>
      <item identifier="item" identifierref="resource" isvisible="true">
        <title>${name}</title>${
    ends === "score" ? `\n        <adlcp:masteryscore>${MASTERY}</adlcp:masteryscore>` : ""
  }
      </item>
    </organization>
  </organizations>
  <resources>
    <resource identifier="resource" type="webcontent" adlcp:scormtype="sco" href="index.html">
      <file href="index.html"/>
    </resource>
  </resources>
</manifest>
`;
}

/** What stands above the frame until there is something to say. */
const FIRST_WORDS = {
  score: "Your score is kept when you have sent your answers.",
  progress: "What you have done is kept.",
  button: '<button id="done">Done</button>',
} as const;

function page({ origin, path, title, ends }: ScormOptions): string {
  const settings = JSON.stringify({ origin, ends, mastery: MASTERY }).replaceAll("<", "\\u003c");
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${escape(title)}</title>
<style>html, body { height: 100%; margin: 0; font-family: sans-serif } iframe { width: 100%; height: calc(100% - 48px); border: 0 } p { margin: 0; padding: 12px }</style>
</head>
<body>
<p id="status">${FIRST_WORDS[ends]}</p>
<iframe id="frame" src="${escape(origin + path)}" title="${escape(title)}"></iframe>
<script>
${SCRIPT.replace("SETTINGS", () => settings)}
</script>
</body>
</html>
`;
}

/** What runs in the course system: plain, for whatever browser that system supports. */
const SCRIPT = `(function () {
  var settings = SETTINGS;
  var began = Date.now();
  var finished = false;
  var api = find(window) || (window.opener ? find(window.opener) : null);
  function find(from) {
    for (var i = 0; i < 500 && from; i++) {
      if (from.API) return from.API;
      if (from.parent === from) return null;
      from = from.parent;
    }
    return null;
  }
  function get(name) { return api ? String(api.LMSGetValue(name)) : ""; }
  function set(name, value) { if (api) api.LMSSetValue(name, String(value)); }
  function commit() { if (api) api.LMSCommit(""); }
  function say(text) { document.getElementById("status").textContent = text; }
  function isOver(status) { return status === "passed" || status === "failed" || status === "completed"; }
  if (api) api.LMSInitialize("");
  if (!isOver(get("cmi.core.lesson_status"))) set("cmi.core.lesson_status", "incomplete");
  var frame = document.getElementById("frame");
  var before = get("cmi.core.lesson_location");
  if (before) say("Last time: " + before);
  commit();
  function isBehind(share) { return get("cmi.suspend_data") !== "" && share * 100 < Number(get("cmi.core.score.raw")) - 1; }
  function handOver() {
    frame.contentWindow.postMessage({ type: "next-token-playground:progress", state: get("cmi.suspend_data") }, settings.origin);
  }
  function keep(share, text, state) {
    set("cmi.core.score.min", 0);
    set("cmi.core.score.max", 100);
    set("cmi.core.score.raw", Math.round(share * 100));
    set("cmi.core.lesson_location", text);
    set("cmi.suspend_data", state);
    say(text);
  }
  window.addEventListener("message", function (event) {
    if (event.origin !== settings.origin || event.source !== frame.contentWindow) return;
    var data = event.data;
    if (!data || data.type !== "next-token-playground:" + settings.ends) return;
    if (typeof data.score !== "number" || !(data.score >= 0 && data.score <= 1)) return;
    var percent = Math.round(data.score * 100);
    if (settings.ends === "score") {
      keep(data.score, percent + " of 100", "");
      if (data.done === true) set("cmi.core.lesson_status", percent > settings.mastery ? "passed" : "failed");
    } else {
      if (typeof data.state !== "string" || data.state.length > 4096) return;
      if (isBehind(data.score)) return handOver();
      keep(data.score, percent + " % done", data.state);
      if (data.done === true) set("cmi.core.lesson_status", "completed");
    }
    commit();
  });
  var done = document.getElementById("done");
  if (done) done.addEventListener("click", function () {
    set("cmi.core.lesson_status", "completed");
    set("cmi.core.lesson_location", "done");
    say("Done");
    commit();
  });
  function two(value) { return (value < 10 ? "0" : "") + value; }
  function finish() {
    if (finished || !api) return;
    finished = true;
    var seconds = Math.floor((Date.now() - began) / 1000);
    set("cmi.core.session_time", two(Math.floor(seconds / 3600)) + ":" + two(Math.floor(seconds / 60) % 60) + ":" + two(seconds % 60));
    set("cmi.core.exit", isOver(get("cmi.core.lesson_status")) ? "" : "suspend");
    commit();
    api.LMSFinish("");
  }
  window.addEventListener("pagehide", finish);
  window.addEventListener("beforeunload", finish);
})();`;

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
