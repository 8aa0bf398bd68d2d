/** Bounds that protect the server, in figures: the last that is taken, and the first that is not. */
import { assert, assertEquals } from "@std/assert";
import { Hono } from "hono";
import { initialState } from "@/lib/experiment/codec.ts";
import { COMPARE_FIELDS } from "@/lib/experiment/fields/compare_fields.ts";
import { SCORE_FIELDS } from "@/lib/experiment/fields/score_fields.ts";
import { experimentNamed } from "@/lib/limits/experiments.ts";
import { listRepository } from "@/lib/server/assets/list_repository.ts";
import { compareOnServer } from "@/lib/server/compare_on_server.ts";
import { isHost } from "@/lib/server/door.ts";
import { ladderOnServer } from "@/lib/server/ladder_on_server.ts";
import { pageTurns } from "@/lib/server/limits/page_turns.ts";
import { previewAddress } from "@/lib/server/preview/preview_address.ts";
import { serverCounts } from "@/lib/server/count_corpus.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { scoreOnServer } from "@/lib/server/score_on_server.ts";
import type { Site, SiteEnv } from "@/lib/server/site.ts";
import { createSpentTime } from "@/lib/server/threads/spent_time.ts";
import { limitAnswer } from "@/routes/limits/limit_answers.ts";

Deno.test("three pages are computed at a time and 128 wait or are: the next is told to come again in two seconds", async () => {
  const gate = Promise.withResolvers<void>();
  let running = 0, most = 0;
  const app = new Hono<SiteEnv>();
  app.use((c, next) => (c.set("site", { pages: [{ path: "/x" }] } as unknown as Site), next()));
  app.use(pageTurns((c) => c.req.query("client") ?? "", (c) => c.text("busy", 503)));
  app.get("*", async (c) => {
    most = Math.max(most, ++running);
    await gate.promise;
    running--;
    return c.text("made");
  });
  const ask = (path: string) => Promise.resolve(app.request(`http://site.test${path}`));
  const asked = Array.from({ length: 129 }, () => ask("/x?client=a"));
  const refused = await Promise.any(asked);
  assertEquals([refused.status, refused.headers.get("retry-after"), running], [503, "2", 3]);
  assertEquals(await Promise.race([ask("/styles.css"), Promise.resolve(null)]) === null, true);
  gate.resolve();
  const statuses = (await Promise.all(asked)).map(({ status }) => status);
  assertEquals([statuses.filter((status) => status === 200).length, most <= 4], [128, true]);
});

Deno.test("a compared text has 400 characters at most", async () => {
  const query = { ...initialState(COMPARE_FIELDS), model: "counts", beside: "counts" };
  const isCompared = async (text: string, beside_text: string) =>
    await compareOnServer({ ...query, text, beside_text }) !== null;
  const [fits, past] = ["the ".repeat(100), "the ".repeat(100) + "."];
  assertEquals(await Promise.all([isCompared(fits, "a"), isCompared(past, "a"), isCompared("a", past)]), [
    true,
    false,
    false,
  ]);
});

Deno.test("a compared text has 96 tokens at most, of counts 128 and of a masked model 32", async () => {
  const models = { "parcel-gpt": 96, counts: 128, "parcel-bert": 32 } as const;
  for (const [model, most] of Object.entries(models)) {
    const reader = model === "counts" ? serverCounts() : serverModel(model as "parcel-gpt");
    const of = async (count: number) => {
      let text = "a";
      while ((await reader.encode(text)).length < count) text += " a";
      assertEquals([(await reader.encode(text)).length, text.length <= 400], [count, true]);
      return text;
    };
    const query = { ...initialState(COMPARE_FIELDS), model: "counts", beside: model, text: "a" };
    const isCompared = async (beside_text: string) =>
      await compareOnServer({ ...query, beside_text }) !== null;
    assertEquals(
      [await isCompared(await of(most)), await isCompared(await of(most + 1))],
      [true, false],
      model,
    );
  }
});

Deno.test("a page scores 512 tokens, under every convention 64 of them", async () => {
  const words = async (count: number) => {
    const text = Array(count).fill("the").join(" ");
    assertEquals((await serverCounts().encode(text)).length, count);
    const scored = await scoreOnServer({ ...initialState(SCORE_FIELDS), model: "counts", text });
    return scored !== null && "compared" in scored ? scored.compared.length > 0 : null;
  };
  assertEquals(await Promise.all([64, 65, 513].map(words)), [true, false, null]);
});

Deno.test("a page puts no 129 tokens to the rungs", async () => {
  assertEquals(await ladderOnServer("q".repeat(129)), null);
});

Deno.test("a text that is too long by its bytes is not split into tokens first", async () => {
  const gpt = serverModel("parcel-gpt");
  const asked: string[] = [];
  const split = (text: string) => (asked.push(text), Promise.resolve([]));
  const own = Object.getOwnPropertyDescriptor(gpt, "encode");
  Object.defineProperty(gpt, "encode", { value: split, configurable: true });
  try {
    const long = "package ".repeat(10_000);
    const score = (text: string) =>
      scoreOnServer({ ...initialState(SCORE_FIELDS), model: "parcel-gpt", text });
    assertEquals([await ladderOnServer(long), await score(long), asked], [null, null, []]);
    await score("a");
    assertEquals(asked, ["a"]);
  } finally {
    if (own) Object.defineProperty(gpt, "encode", own);
    else Reflect.deleteProperty(gpt, "encode");
  }
});

Deno.test("a query of an experiment on limits is read up to 2,500 characters", async () => {
  const experiment = {
    ...experimentNamed("refund"),
    run: () => Promise.resolve({}),
  } as unknown as ReturnType<
    typeof experimentNamed
  >;
  const { name, value } = experiment.fields.find(({ kind }) => kind === "line" || kind === "area")!;
  const lengthOf = (text: string) => `?${new URLSearchParams({ [name]: text })}`.length;
  const fits = "x".repeat(2500 - lengthOf(""));
  const answer = (text: string) => limitAnswer(experiment, new URLSearchParams({ [name]: text }));
  assert(value !== fits && lengthOf(fits) === 2500 && fits.length > 2000, `${fits.length}`);
  // A field itself holds 2,000: letters that an address writes in nine characters fill the query.
  assertEquals(await answer("€".repeat(277)) !== null, true);
  assertEquals(await answer("€".repeat(278)), null);
});

Deno.test("a picture's address repeats a query of 2,000 characters, and no longer one", () => {
  assertEquals(previewAddress("/softmax", "?" + "x".repeat(1999)).length, 16 + 2000);
  assertEquals(previewAddress("/softmax", "?" + "x".repeat(2000)), "/preview/softmax");
  assertEquals(previewAddress("/", "?a=1"), "/preview/predictor?a=1");
});

Deno.test("a host has 255 characters and a port up to 65535", () => {
  const name = Array(4).fill("x".repeat(63)).join(".");
  assertEquals([name.length, isHost(name), isHost(`${name}.`)], [255, true, false]);
  assertEquals(["a:65535", "a:65536", "a:0"].map(isHost), [true, false, true]);
});

Deno.test("10,000 clients' time is remembered, the one that was seen first goes for the next", () => {
  const spent = createSpentTime(() => 0);
  for (let i = 0; i < 10_000; i++) spent.add(`client ${i}`, 5);
  assertEquals([spent.of("client 1"), spent.of("client 9999")], [5, 5]);
  spent.of("client 0");
  spent.add("one more", 5);
  assertEquals([spent.of("client 2"), spent.of("one more")], [0, 5]);
});

Deno.test("a repository is listed up to 500 files, four folders deep", async () => {
  const mirror = await Deno.makeTempDir();
  try {
    const folder = `${mirror}/o/n/resolve/main`;
    await Deno.mkdir(`${folder}/1/2/3/4/5`, { recursive: true });
    await Deno.writeTextFile(`${folder}/config.json`, "{}");
    await Deno.writeTextFile(`${folder}/1/2/3/4/deep.txt`, "x");
    await Deno.writeTextFile(`${folder}/1/2/3/4/5/deeper.txt`, "x");
    const list = async () =>
      (await listRepository(mirror, { owner: "o", name: "n", revision: "main" }))!.siblings;
    assertEquals((await list()).map(({ rfilename, size }) => [rfilename, size]).sort(), [
      ["1/2/3/4/deep.txt", 1],
      ["config.json", 2],
    ]);
    for (let i = 0; i < 500; i++) await Deno.writeTextFile(`${folder}/${i}.bin`, "");
    assertEquals((await list()).length, 500);
  } finally {
    await Deno.remove(mirror, { recursive: true });
  }
});
