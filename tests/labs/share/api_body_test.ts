/** Which endpoint a page's query is sent to, and with which fields: each that decides, alone. */
import { assertEquals } from "@std/assert";
import { CUTS, SOFTMAX_STAGES } from "@/lib/experiment/fields/softmax_fields.ts";
import { apiRequest } from "@/lib/labs/share/api_request.ts";

const request = (page: string, query = "") => apiRequest(page, new URLSearchParams(query));
const endpoint = (page: string, query = "") => request(page, query)?.path.replace("/api/v1/", "") ?? null;

Deno.test("the predictor's text is sent to the site's own models, without a way, heads or a hub's model", () => {
  assertEquals(endpoint("/", "text=a&model=counts"), "predict");
  assertEquals([endpoint("/", "model=o/n"), endpoint("/", "path=1"), endpoint("/", "heads_off=1.1")], [
    null,
    null,
    null,
  ]);
  const { text, model, top, temperature } = request("/", "text=ab&model=counts&top=7&temperature=0.5")!.body;
  assertEquals([text, model, top, temperature], ["ab", "counts", 7, 0.5]);
  assertEquals([endpoint("/score", "text=a"), endpoint("/score", "text=a&model=o/n")], ["score", null]);
});

Deno.test("softmax alone is asked for where nothing is drawn and nothing cuts, a sample for each that does", () => {
  assertEquals([...CUTS, "temperature"].sort(), [...SOFTMAX_STAGES].sort());
  assertEquals([endpoint("/softmax", "draws=0"), endpoint("/softmax", "draws=0&temperature=0.5")], [
    "softmax",
    "softmax",
  ]);
  assertEquals(endpoint("/softmax"), "sample");
  for (const cut of ["top_k=2", "top_p=0.5", "min_p=0.1", "typical_p=0.5"]) {
    assertEquals(endpoint("/softmax", `draws=0&${cut}`), "sample", cut);
  }
  assertEquals(request("/softmax", "logits=1,2&add=3&draws=0")!.body, {
    logits: [4, 5],
    labels: ["token 0", "token 1"],
    temperature: 1,
  });
});

Deno.test("a loss is asked for by what it is computed from, with words and bytes where they are given", () => {
  assertEquals([endpoint("/loss", "text=a"), request("/loss", "text=a")!.body], ["score", {
    text: "a",
    model: "counts",
  }]);
  assertEquals(request("/loss", "losses_nats=1,2&bytes=7")!.body, { losses_nats: [1, 2], bytes: 7 });
  assertEquals(request("/loss", "probabilities=0.5&words=3")!.body, { probabilities: [0.5], words: 3 });
  assertEquals(request("/loss", "")!.body, { probabilities: [0.5, 0.5, 0.5, 0.125] });
  const { targets, logits } = request("/loss", "from=logits&targets=0,0,0,0")!.body as Record<
    string,
    number[]
  >;
  assertEquals([targets, logits!.length], [[0, 0, 0, 0], 4]);
});

Deno.test("counts have a text in the body, or a file of the site; test sentences only where there are some", () => {
  const own = request("/ngram", "text=a+b%0Ac&order=3")!;
  assertEquals([own.textFrom, own.body["text"], own.body["order"], "test" in own.body], [
    null,
    "a b\nc",
    3,
    false,
  ]);
  const shipped = request("/ngram", "corpus=parcel_world&test=a+b")!;
  assertEquals([shipped.textFrom, "text" in shipped.body, "test" in shipped.body], [
    "/static/corpora/parcel_world.txt",
    false,
    true,
  ]);
});

Deno.test("a cache is asked for by config, preset or numbers, and what is not given is left out", () => {
  const body = (query: string) => request("/kv-cache", query)!.body;
  assertEquals(body('config={"a":1}&preset=gpt2')["config"], { a: 1 });
  assertEquals(body("config={a")["config"], "{a");
  assertEquals([body("preset=gpt2")["preset"], "layers" in body("preset=gpt2")], ["gpt2", false]);
  const numbers = body("kv_heads=8&window=512&key_dtype=int8&memory_gib=24");
  assertEquals([numbers["kv_heads"], numbers["window"], numbers["key_dtype"], numbers["memory_gib"]], [
    8,
    512,
    "int8",
    24,
  ]);
  assertEquals(
    ["value_dtype", "heads", "weights_gib", "bytes_per_element"].filter((name) => name in numbers),
    [],
  );
  assertEquals(body("kv_heads=8,4&value_dtype=int4")["kv_heads"], [8, 4]);
  assertEquals(body("value_dtype=int4")["value_dtype"], "int4");
});

Deno.test("a table and a window are sent whole, without the run and without what is null", () => {
  const { table, max_steps, run } = request("/table", "table=a+->+b+1&max_steps=2&run=1")!.body;
  assertEquals([table, max_steps, run], [{ a: { b: 1 } }, 2, undefined]);
  assertEquals(["keep" in request("/context")!.body, request("/context", "keep=0")!.body["keep"]], [
    false,
    0,
  ]);
  assertEquals([request("/train"), request("/nowhere")], [null, null]);
});
