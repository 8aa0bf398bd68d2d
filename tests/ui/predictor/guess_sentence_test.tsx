/** The answer in a sentence: its percentage, its number of choices, and how full the gauge is. */
import { assertEquals } from "@std/assert";
import { renderToString } from "preact-render-to-string";
import { GuessSentence } from "@/lib/ui/predictor/guess_sentence.tsx";
import { bodyOf } from "@/tests/fixtures/document_of.ts";

const TOKEN = { id: 3, bytes: new TextEncoder().encode(" hub") };

type Given = Partial<Parameters<typeof GuessSentence>[0]>;

/** What the sentence says, and the gauge's filled share. */
function said(given: Given): [answer: string, sure: string, filled: string] {
  const all = {
    ...{ model: "parcel-gpt", token: TOKEN, probability: 1, shaped: false, sampled: false },
    ...{ entropy: 0, vocabularySize: 4096 },
    ...given,
  };
  const body = bodyOf(renderToString(<GuessSentence {...all} />));
  const words = (selector: string) =>
    body.querySelector(selector)!.textContent!.replaceAll(/\s+/g, " ").trim();
  return [words("h1"), words(".sure span"), body.querySelector(".gauge-fill")!.getAttribute("width")!];
}

/** The sentence of a distribution, given as probabilities of a vocabulary of 16. */
function saidOf(probabilities: readonly number[]) {
  const entropy = -probabilities.reduce((sum, each) => sum + each * Math.log(each), 0);
  return said({ probability: Math.max(...probabilities), entropy, vocabularySize: 16 });
}

Deno.test("a distribution over few tokens is said with its percentage and its choices, and fills so much of the gauge", () => {
  // Two that are as likely are two choices: ln 2 of ln 16.
  assertEquals(saidOf([0.5, 0.5]), [
    "parcel-gpt thinks hub comes next, 50.0 %",
    "like choosing among 2.0 of 16 tokens",
    "25%",
  ]);
  // 1.75 bits are 2^1.75 choices, and 1.75 of 4 bits.
  const [answer, sure, filled] = saidOf([0.5, 0.25, 0.125, 0.125]);
  assertEquals(answer.slice(-6), "50.0 %");
  assertEquals([sure, filled], ["like choosing among 3.4 of 16 tokens", "43.75%"]);
});

Deno.test("a certain token is one choice and an empty gauge, a uniform distribution the whole vocabulary and a full one", () => {
  const [certain, one, empty] = said({ probability: 1, entropy: 0 });
  assertEquals([certain.slice(-5), one, empty], ["100 %", "like choosing among 1.0 of 4,096 tokens", "0%"]);
  const [least, all, full] = said({ probability: 1 / 4096, entropy: Math.log(4096) });
  assertEquals([least.slice(-6), all, full], ["0.02 %", "like choosing among 4,096 of 4,096 tokens", "100%"]);
});

Deno.test("with a sampler the sentence says whose probability it is: picked, or drawn", () => {
  const verb = (given: Given) => said({ ...given, shaped: true })[0].split(" ").slice(1, 3).join(" ");
  assertEquals([verb({ sampled: false }), verb({ sampled: true })], ["would pick", "would draw"]);
});
