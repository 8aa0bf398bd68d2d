/**
 * Two questions asked before and after training, and their answers as CSV.
 *
 * @module
 */

/** A question with its choices. */
interface PlainQuestion {
  readonly name: string;
  readonly text: string;
  readonly choices: readonly string[];
}

/** Before and after. */
export const TIMES = ["before", "after"] as const;

/** The two questions, the same both times. */
export const QUESTIONS: readonly PlainQuestion[] = [
  {
    name: "stored",
    text: "What does a language model keep of the texts that it was trained on?",
    choices: [
      "The texts themselves",
      "A table of facts",
      "Numbers that were adjusted to predict",
      "I do not know",
    ],
  },
  {
    name: "answer",
    text: "What does it do when it answers?",
    choices: [
      "It looks the answer up",
      "It gives each possible next token a probability",
      "It understands the question and thinks",
      "I do not know",
    ],
  },
];

/** Indices of the chosen answers by `TIME.QUESTION`. */
export type GivenAnswers = Readonly<Record<string, number>>;

/** The answers as CSV (RFC 4180): a row for each question and time; not answered is empty. */
export function answersCsv(given: GivenAnswers): string {
  const rows = TIMES.flatMap((time) =>
    QUESTIONS.map((
      { name, text, choices },
    ) => [time, name, text, choices[given[`${time}.${name}`] ?? -1] ?? ""])
  );
  return [["time", "question", "text", "answer"], ...rows]
    .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",") + "\r\n").join("");
}
