/** The package in a course system: scorm-again launches it, suspends it, resumes it, and takes its score. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { Scorm12API } from "scorm-again";
import { type ScormOptions, scormPackage } from "@/lib/teach/scorm_package.ts";

const CHECK: ScormOptions = {
  origin: "https://playground.test",
  path: "/embed/check",
  title: "Mastery <check>",
  ends: "score",
};

type Listener = (event: { origin: string; source: unknown; data: unknown }) => void;

/** A launch: the package's script in a window of its own, with the course system's API above it. */
function launch(options: ScormOptions, api: unknown) {
  const script = /<script>\n([\s\S]*)<\/script>/.exec(scormPackage(options)["index.html"]!)![1]!;
  const listeners = new Map<string, Listener>();
  const told: unknown[] = [];
  const frame = {
    contentWindow: { postMessage: (data: unknown, origin: string) => told.push(data, origin) },
  };
  const clicks: (() => void)[] = [];
  const elements: Record<string, unknown> = {
    frame,
    status: { textContent: "" },
    done: options.ends !== "button"
      ? null
      : { addEventListener: (_: string, act: () => void) => clicks.push(act) },
  };
  const top: Record<string, unknown> = { API: api };
  top["parent"] = top;
  const own = { parent: top, addEventListener: (type: string, act: Listener) => listeners.set(type, act) };
  const page = { getElementById: (id: string) => elements[id] };
  new Function("window", "document", script)(own, page);
  return {
    status: elements["status"] as { textContent: string },
    /** What the frame was told, each with its target's origin. */
    told,
    done: () => clicks.forEach((click) => click()),
    close: () => listeners.get("pagehide")!(undefined as never),
    tell: (data: unknown, origin = options.origin, source: unknown = frame.contentWindow) =>
      listeners.get("message")!({ origin, source, data }),
  };
}

function courseSystem() {
  return new Scorm12API({ autocommit: false, logLevel: 5 });
}

const SCORE = "next-token-playground:score";

Deno.test("launched, suspended, resumed and scored", () => {
  const first = courseSystem();
  launch(CHECK, first).close();
  assertEquals(first.cmi.core.lesson_status, "incomplete");
  const kept = JSON.parse(JSON.stringify(first.cmi));
  const second = courseSystem();
  second.loadFromJSON({ core: { lesson_status: kept.core.lesson_status, entry: "resume" } }, "cmi");
  const lesson = launch(CHECK, second);
  assertEquals(second.cmi.core.lesson_status, "incomplete");
  lesson.tell({ type: SCORE, score: 0.8, done: true });
  assertEquals(second.lmsGetValue("cmi.core.score.raw"), "80");
  assertEquals(second.lmsGetValue("cmi.core.lesson_status"), "passed");
  assertEquals(second.lmsGetValue("cmi.core.lesson_location"), "80 of 100");
  assertEquals(second.lmsGetLastError(), "0");
  lesson.close();
  assert(second.isTerminated());
});

const PROGRESS = "next-token-playground:progress";

/** What a course system keeps of one launch for the next. */
function resumed(before: ReturnType<typeof courseSystem>) {
  const { core, suspend_data } = JSON.parse(JSON.stringify(before.cmi));
  const { lesson_status, lesson_location, score: { raw } } = core;
  const after = courseSystem();
  after.loadFromJSON({
    core: { lesson_status, lesson_location, score: { raw }, entry: "resume" },
    suspend_data,
  }, "cmi");
  return after;
}

Deno.test("the course: suspended half way, resumed where the browser has forgotten it, and completed", () => {
  const course = { ...CHECK, path: "/embed/learn", ends: "progress" } as const;
  const first = courseSystem();
  const one = launch(course, first);
  one.tell({ type: PROGRESS, score: 0, done: false, state: "none" });
  one.tell({ type: PROGRESS, score: 7 / 14, done: false, state: "seven guesses" });
  one.close();
  assertEquals(first.cmi.core.lesson_status, "incomplete");
  const second = resumed(first);
  const two = launch(course, second);
  assertEquals(two.status.textContent, "Last time: 50 % done");
  two.tell({ type: PROGRESS, score: 0, done: false, state: "none" });
  assertEquals(two.told, [{ type: PROGRESS, state: "seven guesses" }, CHECK.origin], "the frame is told");
  assertEquals(second.lmsGetValue("cmi.suspend_data"), "seven guesses", "and nothing is lost");
  two.tell({ type: PROGRESS, score: 1, done: true, state: "all guesses" });
  assertEquals(second.lmsGetValue("cmi.core.lesson_status"), "completed");
  assertEquals(second.lmsGetValue("cmi.core.score.raw"), "100");
  two.tell({ type: PROGRESS, score: 1, done: true, state: "x".repeat(4097) });
  assertEquals(second.lmsGetValue("cmi.suspend_data"), "all guesses", "SCORM 1.2 keeps 4,096 characters");
  two.close();
  assertEquals(second.lmsGetLastError(), "0");
  const third = resumed(second);
  launch(course, third).tell({ type: PROGRESS, score: 1, done: true, state: "all guesses" });
  assertEquals(
    third.lmsGetValue("cmi.core.lesson_status"),
    "completed",
    "opening it again takes nothing back",
  );
});

Deno.test("a step alone is completed by its guess", () => {
  const api = courseSystem();
  const lesson = launch({ ...CHECK, path: "/embed/learn/chain", ends: "progress" }, api);
  lesson.tell({ type: PROGRESS, score: 0, done: false, state: "" });
  assertEquals(api.lmsGetValue("cmi.core.lesson_status"), "incomplete");
  lesson.tell({ type: PROGRESS, score: 1, done: true, state: "a guess" });
  assertEquals(api.lmsGetValue("cmi.core.lesson_status"), "completed");
});

Deno.test("what another origin or another frame says is no score", () => {
  const api = courseSystem();
  const lesson = launch(CHECK, api);
  const data = { type: SCORE, score: 1, done: true };
  lesson.tell(data, "https://elsewhere.test");
  lesson.tell(data, CHECK.origin, {});
  lesson.tell({ ...data, score: 7 });
  lesson.tell({ ...data, score: "1" });
  assertEquals(api.lmsGetValue("cmi.core.score.raw"), "");
  assertEquals(api.lmsGetValue("cmi.core.lesson_status"), "incomplete");
  lesson.tell({ ...data, score: 0.5 });
  assertEquals(api.lmsGetValue("cmi.core.lesson_status"), "failed");
});

Deno.test("a lab is completed by its button, and works where there is no course system", () => {
  const api = courseSystem();
  const lab = { ...CHECK, path: "/embed/softmax", ends: "button" } as const;
  launch(lab, api).done();
  assertEquals(api.lmsGetValue("cmi.core.lesson_status"), "completed");
  const alone = launch(lab, undefined);
  alone.done();
  alone.close();
  assertEquals(alone.status.textContent, "Done");
});

Deno.test("the manifest follows SCORM 1.2", () => {
  for (const ends of ["score", "progress", "button"] as const) {
    const files = scormPackage({ ...CHECK, ends });
    const manifest = files["imsmanifest.xml"]!;
    assertMatch(
      manifest,
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<manifest identifier="[A-Za-z_][\w.-]*"/,
    );
    assertMatch(manifest, /xmlns="http:\/\/www\.imsproject\.org\/xsd\/imscp_rootv1p1p2"/);
    assertMatch(manifest, /xmlns:adlcp="http:\/\/www\.adlnet\.org\/xsd\/adlcp_rootv1p2"/);
    assertMatch(manifest, /<schema>ADL SCORM<\/schema>\s*<schemaversion>1\.2<\/schemaversion>/);
    const reference = /identifierref="(\w+)"/.exec(manifest)![1];
    assertMatch(
      manifest,
      new RegExp(`<resource identifier="${reference}" type="webcontent" adlcp:scormtype="sco"`),
    );
    const initial = /<organizations default="(\w+)"/.exec(manifest)![1];
    assertMatch(manifest, new RegExp(`<organization identifier="${initial}">`));
    for (const [, file] of manifest.matchAll(/<file href="([^"]+)"/g)) assert(file! in files);
    assertMatch(manifest, /<title>Mastery &#60;check&#62;<\/title>/);
    assertEquals(manifest.includes("<adlcp:masteryscore>75<"), ends === "score");
  }
});
