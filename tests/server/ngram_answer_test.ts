/** What the server computes of /ngram: all of it where that takes little, and the rest in the tab. */
import { assert, assertEquals } from "@std/assert";
import { initialState } from "@/lib/experiment/codec.ts";
import { NGRAM_FIELDS } from "@/lib/experiment/fields/ngram_fields.ts";
import { isWhole } from "@/lib/lm/ngram/study/view.ts";
import { answerNgram } from "@/lib/server/ngram_answer.ts";
import { WITH_THREADS } from "@/lib/server/threads/cost.ts";
import { ngramLab } from "@/routes/ngram.tsx";

const QUERY = initialState(NGRAM_FIELDS);

Deno.test("what was not measured is left for the tab, and one sentence leaves nothing", () => {
  assertEquals(isWhole(answerNgram(QUERY, true).view), true);
  assertEquals(isWhole(answerNgram(QUERY, false).view), false);
  assertEquals(isWhole(answerNgram({ ...QUERY, text: "one sentence" }, true).view), true);
  assertEquals(isWhole(null), false);
});

Deno.test("a corpus of the site is answered by the server, and its cost grows with what it takes", () => {
  const cost = (query: string) => ngramLab.cost!(new URLSearchParams(query)).milliseconds;
  for (const corpus of ["parcel_messages", "parcel_world", "everyday"]) {
    const [words, pairs] = ["words", "bpe"].map((unit) => cost(`corpus=${corpus}&unit=${unit}&order=6`));
    assert(words! <= WITH_THREADS.most && pairs! <= WITH_THREADS.most, `${corpus}: ${words}, ${pairs}`);
    assert(words! > WITH_THREADS.here, corpus);
  }
  // Measured with `Deno.cpuUsage()`: 0.4 and 0.9 s, and 1.1 s with the measures of words.
  assert(cost("corpus=everyday&unit=bpe") > 900 && cost("corpus=everyday") > 1000);
  assert(cost(`text=${"a+".repeat(1000)}`) < WITH_THREADS.here);
});
