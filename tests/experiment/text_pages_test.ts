/** Addresses of the pages that take texts: what they name is what they replay. */
import { assertEquals } from "@std/assert";
import { formatFields, initialState, parseFields } from "@/lib/experiment/codec.ts";
import { COMPARE_FIELDS, type CompareQuery, isOneFormat } from "@/lib/experiment/fields/compare_fields.ts";
import { SCORE_FIELDS, type ScoreQuery } from "@/lib/experiment/fields/score_fields.ts";

Deno.test("a study's choices, the mean and the base stand in the address and come back from it", () => {
  const query: ScoreQuery = {
    ...initialState(SCORE_FIELDS),
    per: "document",
    base: "e",
    study: true,
    study_models: ["parcel-gru", "counts"],
    study_space: "corrected",
    study_regions: false,
  };
  const params = formatFields(SCORE_FIELDS, query);
  assertEquals(
    params.toString(),
    "per=document&base=e&study=1&study_models=parcel-gru%2Ccounts&study_space=corrected&study_regions=0",
  );
  assertEquals(parseFields(SCORE_FIELDS, params), { query, notices: [] });
});

Deno.test("a study beside a model that the site does not have says so", () => {
  const { query, notices } = parseFields(SCORE_FIELDS, new URLSearchParams("study_models=parcel-gru,gpt-4"));
  assertEquals([query.study_models, notices.map(({ name }) => name)], [[], ["study_models"]]);
});

Deno.test("two formats of a hub model are two models, two of the site's own are not", () => {
  const query = (patch: Partial<CompareQuery>) =>
    isOneFormat({ ...initialState(COMPARE_FIELDS), beside_text: "", ...patch });
  assertEquals(query({ model: "OWNER/NAME" }), true);
  assertEquals(query({ model: "OWNER/NAME", dtype: "q4", beside_dtype: "fp32" }), false);
  assertEquals(query({ model: "OWNER/NAME", beside: "OWNER/OTHER" }), false);
  assertEquals(query({ beside_dtype: "fp32" }), true);
});
