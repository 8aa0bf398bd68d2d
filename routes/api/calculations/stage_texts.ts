import type { StageName } from "@/lib/lm/sampler/stages.ts";

/** What the setting of each stage does, for the API's document. */
export const STAGE_TEXTS: Readonly<Record<StageName, string>> = {
  repetition_penalty: "Divides positive and multiplies negative logits of the tokens in context; 1 is off",
  temperature: "Divides the logits; 0 is greedy: the likeliest token, the first of equals, has probability 1",
  top_k: "Keeps the k likeliest tokens; 0 is off",
  top_p: "Keeps the fewest likeliest tokens whose mass reaches p, the one that crosses included; 1 is off",
  min_p: "Keeps tokens at least min_p times as likely as the likeliest; 0 is off",
  typical_p:
    "Keeps the tokens whose surprisal is nearest to the entropy, as many as reach the mass p; 1 is off",
};
