/** Spans equal a search of the text, and the sign test its table. */
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { findSpans } from "@/lib/limits/find_spans.ts";
import { repeatedShare } from "@/lib/limits/repeated_share.ts";
import { createTextIndex } from "@/lib/limits/text_index.ts";
import { signTest } from "@/lib/limits/sign_test.ts";
import { joinTokens } from "@/lib/lm/decode_bytes.ts";
import { defaultRng } from "@/lib/lm/sampler/pcg64.ts";
import { serverModel } from "@/lib/server/models/shipped_models.ts";
import { MARKED_SPANS } from "@/tests/limits/marked_spans.ts";

const LEAST = 8;
/** Of the spans, those for which the search is made again here: it takes a tenth of a second each time. */
const SEARCHED = 10;

async function readCorpus(): Promise<string> {
  const file = await Deno.open("static/corpora/everyday_read.txt.gz");
  return await new Response(file.readable.pipeThrough(new DecompressionStream("gzip"))).text();
}

Deno.test("200 spans put between other words are marked as a plain search of the corpus marks them", async () => {
  const corpus = await readCorpus();
  const { vocabulary, ...model } = serverModel("parcel-gpt");
  const index = createTextIndex(corpus);
  const random = defaultRng(11);
  for (let i = 0; i < 200; i++) {
    const start = Math.floor(random.random() * (corpus.length - 200));
    const copied = await model.encode(corpus.slice(start, start + 80 + Math.floor(random.random() * 80)));
    const ids = [
      ...await model.encode(" zebra quartz 9142 zebra"),
      ...copied,
      ...await model.encode(" quartz zebra 77"),
    ];
    const pieces = ids.map((id) => joinTokens(vocabulary, [id]));
    const spans = findSpans(pieces, index, LEAST);
    assertEquals(spans.map(({ start, end }) => [start, end]), [[...MARKED_SPANS[i]!]], `text ${i}`);
    for (const span of spans) {
      assertEquals(pieces.slice(span.start, span.end).join(""), span.text);
      assert(corpus.startsWith(span.text, span.at));
      assert(span.end - span.start >= LEAST);
    }
    const covered = pieces.map((_, at) => spans.some((span) => at >= span.start && at < span.end));
    if (i < SEARCHED) assertEquals(covered, coveredBySearch(pieces, corpus));
  }
});

/** The definition: a token is covered if any stretch of eight tokens that holds it stands in the corpus. */
function coveredBySearch(pieces: readonly string[], corpus: string): boolean[] {
  const covered = pieces.map(() => false);
  for (let start = 0; start + LEAST <= pieces.length; start++) {
    if (corpus.includes(pieces.slice(start, start + LEAST).join(""))) {
      covered.fill(true, start, start + LEAST);
    }
  }
  return covered;
}

Deno.test("signTest() is the binomial's two tails", () => {
  assertAlmostEquals(signTest(8, 0), 2 / 256, 1e-12);
  assertAlmostEquals(signTest(6, 2), 2 * (1 + 8 + 28) / 256, 1e-12);
  assertEquals(signTest(0, 0), 1);
  assertEquals(signTest(4, 4), 1);
});

Deno.test("repeatedShare() counts stretches that stood before", () => {
  assertEquals(repeatedShare([1, 2, 3, 1, 2, 3], 2), 2 / 5);
  assertEquals(repeatedShare([1, 2, 3, 1, 2, 3], 2, 4), 1);
  assertEquals(repeatedShare([], 4), 0);
});
