/** A text is judged by its length before any of it is split into tokens. */
import { assert, assertEquals } from "@std/assert";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { serverCounts } from "@/lib/server/count_corpus.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith({ RATE_LIMIT: "0" });

/** Characters that models split meanwhile. */
async function splitBy(work: () => Promise<void>): Promise<number> {
  let characters = 0;
  const models: LanguageModel[] = [serverModel("parcel-gpt"), serverModel("parcel-bert"), serverCounts()];
  const encodes = models.map((model) => model.encode);
  models.forEach((model, i) =>
    model.encode = (text) => {
      characters += text.length;
      return encodes[i]!.call(model, text);
    }
  );
  await work().finally(() => models.forEach((model, i) => model.encode = encodes[i]!));
  return characters;
}

async function post(path: string, body: unknown) {
  const headers = { "content-type": "application/json" };
  const response = await ask(path, { method: "POST", body: JSON.stringify(body), headers });
  return { status: response.status, body: await response.json() };
}

const LONG = "the".repeat(5300);

Deno.test("the API refuses a long text unsplit, and says where it is", async () => {
  const characters = await splitBy(async () => {
    for (const model of ["parcel-gpt", "parcel-bert", "counts"]) {
      for (const [name, most] of [["predict", 7998], ["score", 16_000]] as const) {
        const { status, body } = await post(`/api/v1/${name}`, { text: LONG.slice(0, most), model });
        assertEquals([status, body.errors[0].pointer], [422, "/text"], `${name} ${model}`);
        assert(body.detail.includes("at least"), body.detail);
      }
      const { status, body } = await post("/v1/completions", { prompt: Array(32).fill(LONG), model });
      assertEquals([status, body.error.param, body.error.code], [400, "prompt", "context_length_exceeded"]);
    }
  });
  assertEquals(characters, 0);
});

Deno.test("a page with a long text is sent without an answer: the text is kept, the tab computes", async () => {
  const characters = await splitBy(async () => {
    for (const path of ["/", "/?model=counts", "/score"]) {
      const query = `${path.includes("?") ? "&" : "?"}text=${LONG}`;
      const response = await ask(path + query);
      const html = await response.text();
      assertEquals(response.status, 200, path);
      assert(html.includes(LONG), `${path} keeps the text`);
      // Once in the form, once for the script.
      assert(html.length < 12 * LONG.length, `${path}: ${html.length}`);
    }
  });
  assertEquals(characters, 0);
});

Deno.test("a text that may be short enough is split and answered", async () => {
  const html = await (await ask(`/?text=${"The+package+left+the+".repeat(40)}`)).text();
  assert(html.includes("data-probability"));
  assertEquals((await post("/api/v1/score", { text: " left".repeat(500) })).status, 200);
});
