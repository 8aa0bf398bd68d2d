/** Each kind of question with 200 seeds, and that no answer can be told from how it looks. */
import { assert, assertEquals } from "@std/assert";
import { AIM_NAMES } from "@/lib/learn/aims.ts";
import { askQuestion } from "@/lib/learn/check/ask_question.ts";
import type { Question, QuestionType } from "@/lib/learn/check/question.ts";
import { NUMBER_TYPES, QUESTION_TYPES, SCENARIO_TYPES } from "@/lib/learn/check/question_types.ts";
import { INDEPENDENT } from "@/tests/learn/check/independent_answers.ts";
import { noticesOf } from "@/tests/learn/notices_of.ts";

const SEEDS = Array.from({ length: 200 }, (_, seed) => seed);
const asked = (type: QuestionType) => SEEDS.map((seed) => askQuestion(type, seed, 1));

Deno.test("there are sixteen kinds or more, with different names, and every aim has two", () => {
  assert(QUESTION_TYPES.length >= 16);
  assertEquals(new Set(QUESTION_TYPES.map(({ name }) => name)).size, QUESTION_TYPES.length);
  for (const aim of AIM_NAMES) {
    const kinds = QUESTION_TYPES.filter((type) => type.aim === aim).length;
    assert(kinds >= 1, aim);
  }
});

for (const type of QUESTION_TYPES) {
  Deno.test(`${type.name}: 200 seeds give four different choices, each with a reason, and a link that opens`, () => {
    for (const question of asked(type)) {
      const texts = question.choices.map(({ text }) => text.trim());
      assertEquals(new Set(texts).size, 4, texts.join(" | "));
      for (const { text, why } of question.choices) {
        assert(text.length > 0 && !/NaN|undefined|Infinity/.test(text + why), `${text}: ${why}`);
      }
      assertEquals(noticesOf(question.open.href), [], question.open.href);
      assertEquals(askQuestion(type, 7, 1), askQuestion(type, 7, 1));
    }
  });

  Deno.test(`${type.name}: neither place nor length tells the answer`, () => {
    const questions = asked(type);
    for (let place = 0; place < 4; place++) {
      const there = questions.filter(({ answer }) => answer === place).length;
      assert(there > 28 && there < 72, `${there} of 200 right answers stand at place ${place}`);
    }
    for (const [rule, guess] of Object.entries(GUESSES)) {
      const right = sumOf(questions.map((question) => chanceOf(question, guess)));
      assert(right < 110, `"${rule}" gets ${right.toFixed(0)} of 200 right`);
    }
  });
}

Deno.test("over all kinds, no rule about length does better than 36 %", () => {
  const questions = QUESTION_TYPES.flatMap(asked);
  for (const [rule, guess] of Object.entries(GUESSES)) {
    const right = sumOf(questions.map((question) => chanceOf(question, guess)));
    assert(
      right < 0.36 * questions.length,
      `"${rule}" gets ${(100 * right / questions.length).toFixed(1)} %`,
    );
  }
});

for (const type of NUMBER_TYPES) {
  Deno.test(`${type.name}: the answer is that of an independent calculation, and no other choice is`, () => {
    for (const question of asked(type)) {
      const expected = INDEPENDENT[type.name]!(question);
      const equal = question.choices.filter(({ text }) => text === expected);
      assertEquals(equal.length, 1, `${question.prompt}\n${question.given.join("\n")}\n${expected}`);
      assertEquals(question.choices[question.answer]!.text, expected, question.prompt);
    }
  });
}

for (const { name, scenarios } of SCENARIO_TYPES) {
  Deno.test(`${name}: five scenarios or more, each asked by some seed`, () => {
    assert(scenarios.length >= 5);
    const type = SCENARIO_TYPES.find((each) => each.name === name)!;
    const prompts = new Set(asked(type).map(({ prompt }) => prompt));
    assertEquals(prompts.size, scenarios.length);
    for (const { prompt, right, wrong } of scenarios) {
      assertEquals(new Set([right, ...wrong].map(([text]) => text)).size, wrong.length + 1, prompt);
    }
  });
}

/** Rules by which someone who knows nothing might choose: a value to be the largest. */
const GUESSES: Readonly<Record<string, (text: string, all: readonly string[]) => number>> = {
  longest: (text) => text.length,
  shortest: (text) => -text.length,
  "middle length": (text, all) => {
    const rank = all.filter((other) => other.length < text.length).length;
    return rank === 1 || rank === 2 ? 1 : 0;
  },
};

/** The chance that a rule finds the answer: ties are guessed. */
function chanceOf(
  { choices, answer }: Question,
  guess: (text: string, all: readonly string[]) => number,
): number {
  const texts = choices.map(({ text }) => text);
  const values = texts.map((text) => guess(text, texts));
  const best = Math.max(...values);
  return values[answer] === best ? 1 / values.filter((value) => value === best).length : 0;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
