import { assertEquals } from "@std/assert";
import { tableCsv, tableJson } from "@/lib/labs/predictor/copy/table_text.ts";
import type { DistributionView } from "@/lib/labs/predictor/views/distribution_view.ts";

const encode = (text: string) => [...new TextEncoder().encode(text)];

const VIEW: DistributionView = {
  rows: [
    {
      id: 7,
      logit: 1.5,
      logProbability: Math.log(0.75),
      probability: 0.75,
      shapedProbability: 1,
      rank: 1,
      token: { id: 7, bytes: encode(' say "hi",\n'), special: false },
    },
  ],
  other: { count: 99, probability: 0.25, shapedProbability: 0 },
  entropyNats: 0.9,
  effectiveChoices: Math.exp(0.9),
  vocabularySize: 100,
  stages: [],
};

Deno.test("tableCsv() quotes what needs it and ends with the rest of the vocabulary", () => {
  assertEquals(
    tableCsv(VIEW),
    "token,id,logit,probability,log_probability,rank,shaped_probability\r\n" +
      `" say ""hi"",\n",7,1.5,0.75,${Math.log(0.75)},1,1\r\n` +
      "the other 99 tokens,,,0.25,,,0\r\n",
  );
});

Deno.test("tableJson() holds the figures unrounded, the bytes, and where they come from", () => {
  const value = JSON.parse(tableJson(VIEW, "owner/name@main q4 wasm", "https://site.test/"));
  assertEquals([value.source, value.link], ["owner/name@main q4 wasm", "https://site.test/"]);
  assertEquals(value.rows[0].log_probability, Math.log(0.75));
  assertEquals(value.rows[0].bytes, encode(' say "hi",\n'));
  assertEquals(value.other, { count: 99, probability: 0.25, shaped_probability: 0 });
});
