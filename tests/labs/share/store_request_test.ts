/** Storing and deleting over an answer that the test holds: what is sent, and what a refusal is in words. */
import { assertEquals } from "@std/assert";
import { csvText, guardNote } from "@/lib/labs/csv_text.ts";
import { isEdited } from "@/lib/labs/share/is_edited.ts";
import { replaySentence } from "@/lib/labs/share/replay_sentence.ts";
import { storeExperiment, unstoreExperiment } from "@/lib/labs/share/store_request.ts";
import { scaledPath } from "@/lib/labs/share/svg/even_scale.ts";
import { isClear, lengthOf } from "@/lib/labs/share/svg/sheet.ts";
import { lossTable } from "@/lib/labs/share/train_take.ts";
import { newRun } from "@/lib/labs/train/run_record.ts";
import type { RunFacts } from "@/lib/training/run/training_protocol.ts";
import { DEFAULT_SETTINGS } from "@/lib/training/training_settings.ts";

const LINK = { id: "abc", url: "http://x.test/e/abc", deleteToken: "secret", expiresAt: null };

/** A site that answers once. */
function site(status: number, body: unknown, retryAfter?: number) {
  const asked: [string, RequestInit | undefined][] = [];
  const headers = retryAfter === undefined ? {} : { "retry-after": `${retryAfter}` };
  const ask = (path: unknown, init?: RequestInit) => {
    asked.push([`${path}`, init]);
    const text = typeof body === "string" ? body : JSON.stringify(body);
    return Promise.resolve(new Response(status === 204 ? null : text, { status, headers }));
  };
  return { ask: ask as typeof fetch, asked };
}

async function refusal(status: number, body: unknown, retryAfter?: number): Promise<string> {
  const outcome = await storeExperiment({}, site(status, body, retryAfter).ask);
  return "message" in outcome ? outcome.message : "stored";
}

Deno.test("what is stored is sent as JSON, and its link comes back under the page's own names", async () => {
  const { ask, asked } = site(201, {
    id: "abc",
    url: "http://x.test/e/abc",
    delete_token: "secret",
    expires_at: null,
  });
  assertEquals(await storeExperiment({ page: "/" }, ask), LINK);
  const [[path, init]] = asked as [[string, RequestInit]];
  assertEquals([path, init.method, init.body], ["/api/v1/experiments", "POST", '{"page":"/"}']);
  assertEquals(new Headers(init.headers).get("content-type"), "application/json");
  assertEquals(
    await refusal(200, { id: "abc" }),
    "The site answered 200: try again later, or use the long link.",
  );
});

Deno.test("a refusal names three fields at most, the whole request where none is meant", async () => {
  const errors = ["/query/a", "", "/title", "/note"].map((pointer) => ({ pointer, detail: "is wrong" }));
  assertEquals(
    await refusal(422, { detail: "Not valid.", errors }),
    "Not valid. query/a: is wrong. request: is wrong. title: is wrong.",
  );
});

Deno.test("how long to wait is told from 90 seconds on, in minutes below two hours, in hours from there on", async () => {
  const wait = async (seconds: number) => (await refusal(429, { detail: "Too many." }, seconds)).slice(9);
  assertEquals([await wait(89), await wait(90), await wait(121)], [
    "",
    " Again in 2 minutes.",
    " Again in 3 minutes.",
  ]);
  assertEquals([await wait(119 * 60), await wait(119 * 60 + 1)], [
    " Again in 119 minutes.",
    " Again in 2 hours.",
  ]);
  assertEquals([await wait(121 * 60), await wait(86_400)], [" Again in 3 hours.", " Again in 24 hours."]);
  assertEquals(await refusal(502, "<html>"), "The site answered 502: try again later, or use the long link.");
});

Deno.test("deleting sends the token, and is done where the experiment is gone already", async () => {
  const { ask, asked } = site(204, "");
  assertEquals(await unstoreExperiment(LINK, ask), null);
  const [[path, init]] = asked as [[string, RequestInit]];
  assertEquals([path, init.method], ["/api/v1/experiments/abc", "DELETE"]);
  assertEquals(new Headers(init.headers).get("authorization"), "Bearer secret");
  assertEquals(await unstoreExperiment(LINK, site(404, {}).ask), null);
  assertEquals(await unstoreExperiment(LINK, site(403, { detail: "Wrong token." }).ask), "Wrong token.");
});

Deno.test("a query of more than 7,800 characters may have lost its text, a shorter one not", () => {
  const edited = (length: number) => {
    const stored = `seed=7&text=${"a".repeat(length - 12)}`;
    return isEdited({ pathname: "/", search: "?seed=7" }, "/", stored);
  };
  assertEquals([edited(7800), edited(7801)], [true, false]);
});

Deno.test("a sentence on a replay counts one figure as one, names sources in their order, and who is not named", () => {
  const state = { figures: [{}], differing: 0, isReplayed: false, sources: [], isEdited: false };
  const said = (patch: object, sources: string[] = []) =>
    replaySentence(
      { ...state, stored: { sources, figures: [] }, ...patch } as unknown as Parameters<
        typeof replaySentence
      >[0],
    );
  assertEquals(said({}).slice(0, 49), "The author’s results: 1 figure by an unnamed sour");
  assertEquals(said({ isEdited: true }).includes("You changed the experiment before"), true);
  assertEquals(
    said({ isReplayed: true, figures: [{}, {}], differing: 2, sources: ["a", "b"] }, ["a", "b"]),
    "Replayed differently: 2 of 2 figures differ by more than 0.001 %. Both are by a, b.",
  );
});

Deno.test("the loss of each step is a table with the gradient's length where it was measured, and the last loss", () => {
  const run = {
    ...newRun(1, DEFAULT_SETTINGS, {} as RunFacts),
    losses: [2, 1.5],
    gradientNorms: [[1, 0.25]] as const,
  };
  assertEquals(lossTable(run).rows, [[0, 2, ""], [1, 1.5, 0.25]]);
  const done = lossTable({ ...run, finalLoss: 1, where: "server" });
  assertEquals([done.rows.at(-1), done.source], [
    ["final", 1, ""],
    "neural n-gram, seed 7, trained on the server",
  ]);
  assertEquals(lossTable(run).source, "neural n-gram, seed 7, trained on the visitor's device");
});

Deno.test("a picture's texts are held to their width from two characters on, and a clear color covers nothing", () => {
  const held = { textLength: 5, lengthAdjust: "spacingAndGlyphs" };
  assertEquals([lengthOf("ab", 5), lengthOf("a", 5), lengthOf("ab", 0), lengthOf("👍", 5)], [
    held,
    {},
    {},
    {},
  ]);
  const clear = ["", "transparent", "rgba(1, 2, 3, 0)", "rgba(1, 2, 3, 0.5)", "rgb(1, 2, 0)"].map(isClear);
  assertEquals(clear, [true, true, true, false, false]);
  assertEquals(scaledPath("M1.23456 2,3 4Z", 1, 10), "M1.235 20,3 40Z");
});

Deno.test("a CSV's cells are quoted where they have to be, and guarded where a spreadsheet would compute", () => {
  assertEquals(
    csvText([["a", 'b"c', "d,e", "f\ng", -1], ["-1", "1-1", "", " ", 0]]),
    'a,"b""c","d,e","f\ng",-1\r\n\'-1,1-1,," ",0\r\n',
  );
  assertEquals([guardNote([["a", -1]]), guardNote([["a"], ["b", "-"]]) !== null], [null, true]);
});
