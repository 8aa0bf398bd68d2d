import { shuffled } from "@/lib/learn/check/draws.ts";
import type { Question, QuestionDraft, QuestionType, Statement } from "@/lib/learn/check/question.ts";
import { defaultRng, type Pcg64 } from "@/lib/lm/sampler/pcg64.ts";

/** Wrong choices of a question. */
const WRONG = 3;

/** Drafts that may come out with too few different choices before that is a fault of the type. */
const MAX_DRAFTS = 100;

/**
 * Draws a question: its numbers or scenario, three of its confusions, and their order.
 *
 * @param stream Which of the seed's streams; each type of a check has its own.
 * @throws {Error} If the type gives no four different choices.
 */
export function askQuestion(type: QuestionType, seed: number, stream: number): Question {
  const random = defaultRng(BigInt(seed) * 64n + BigInt(stream));
  for (let drafts = 0; drafts < MAX_DRAFTS; drafts++) {
    const question = complete(type, type.draft(random), random);
    if (question !== null) return question;
  }
  throw new Error(`Question type ${type.name} gave too few different choices with seed ${seed}`);
}

function complete(type: QuestionType, draft: QuestionDraft, random: Pcg64): Question | null {
  const { prompt, given = [], right, wrong, open } = draft;
  const different = wrong.filter(({ text }, index) =>
    text !== right.text && wrong.findIndex((other) => other.text === text) === index
  );
  if (different.length < WRONG) return null;
  const choices: Statement[] = shuffled(random, [right, ...shuffled(random, different).slice(0, WRONG)]);
  const answer = choices.indexOf(right);
  return { type: type.name, aim: type.aim, prompt, given, choices, answer, open };
}
