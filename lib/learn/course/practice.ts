/**
 * Practice: texts of a fixed form, after each of which one writes what may come next.
 *
 * @module
 */
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { type Answer, answerText, type TokenShare } from "@/lib/learn/course/answer_text.ts";

/** A text to continue. */
interface PracticeText {
  readonly title: string;
  readonly text: string;
  /** What to think of before writing. */
  readonly ask: string;
  /** What parcel-gpt's distribution shows. */
  readonly note: string;
  /** What SmolLM2 135M's shows, which has read the web. */
  readonly smallNote: string;
}

/** The texts, in their order. */
export const PRACTICE: readonly PracticeText[] = [
  {
    title: "JSON begins",
    text: "A shipment event JSON record starts with",
    ask: "A sentence is about to be followed by a record. What may its next token be?",
    note:
      "The brace leads, since records start with one. But the sentence may also go on in words (“a brace”), or break the line first, or quote: format is a continuation like any other.",
    smallNote:
      "A quote of code or of speech leads, and words come before the brace: in what it has read, such a sentence is mostly an explanation.",
  },
  {
    title: "after the brace",
    text: "A shipment event JSON record starts with {",
    ask: "You appended { and ask again. What may stand behind an open brace?",
    note:
      "A quote opens the first name, or a line break comes before it. Hardly anything else: the brace has ruled out the words.",
    smallNote:
      "Names come at once, mostly without the quote that JSON asks for: a format that was often written loosely is continued loosely.",
  },
  {
    title: "Python",
    text: "def total(items):\n",
    ask: "A function's first line ends with a colon. What does the next line begin with?",
    note:
      "Four spaces are one token here, and nearly certain: indentation is text like any other, and was in all the text that the model read.",
    smallNote:
      "The end of a code block and a comment lead, and four spaces are far down: its tokens count indentation in another way, and one line is little to tell a program by.",
  },
  {
    title: "SQL",
    text: "SELECT id, status FROM parcels WHERE",
    ask: "A query waits for its condition. Which columns may it begin with?",
    note:
      "Several columns are about as likely: the form is fixed, the choice within it is open. Look how the share spreads.",
    smallNote:
      "“id” and “status” lead, the two columns that the query has named itself: what stands in the context comes again.",
  },
  {
    title: "a Markdown table",
    text: "| parcel | status |\n|---|---|\n|",
    ask: "Head and rule of a table stand there, and a row has begun. What fills its first cell?",
    note:
      "The form says that a cell's content comes, not which: so many tokens share the mass, and none is sure.",
    smallNote: "A space leads, which is a token of its own here; which content comes after it is open.",
  },
];

/** Rows of the answer that are drawn. */
const ROWS = 8;

/** A token that a visitor wrote, in the model's distribution. */
interface ScoredCandidate {
  /** As written. */
  readonly written: string;
  /** The likelier of its spellings with and without a space before it; null where nothing was written. */
  readonly share: (TokenShare & { readonly rank: number }) | null;
  /** Whether the token is only the beginning of what was written, which takes more than one. */
  readonly isPart: boolean;
}

/** Candidates beside the distribution that they were meant for. */
export interface PracticeResult {
  readonly answer: Answer;
  readonly candidates: readonly ScoredCandidate[];
  /** What the candidates have together, each token once. */
  readonly covered: number;
  /** What as many of the likeliest tokens have. */
  readonly best: number;
}

function textOf({ bytes }: TokenShare): string {
  return new TextDecoder().decode(Uint8Array.from(bytes));
}

/** Looks written candidates up in the real distribution. `\n` stands for a line break, `\s` for a space. */
export async function scoreCandidates(
  model: LanguageModel,
  text: string,
  written: readonly string[],
): Promise<PracticeResult> {
  const { find, ...answer } = await answerText(model, text, ROWS);
  const candidates = await Promise.all(written.map(async (each): Promise<ScoredCandidate> => {
    const spelled = each.replaceAll("\\n", "\n").replaceAll("\\s", " ");
    if (spelled === "") return { written: each, share: null, isPart: false };
    const spellings = [spelled, ` ${spelled}`];
    const found = await Promise.all(spellings.map(find));
    const [likelier = null] = found
      // A space that is a token of its own says nothing of what was to come after it.
      .filter((share, at) => share !== null && (at === 0 || textOf(share) !== " "))
      .sort((a, b) => b!.probability - a!.probability);
    return {
      written: each,
      share: likelier,
      isPart: likelier !== null && !spellings.includes(textOf(likelier)),
    };
  }));
  const shares = new Map(candidates.flatMap(({ share }) => share ? [[share.id, share.probability]] : []));
  const count = shares.size;
  return {
    answer,
    candidates,
    covered: [...shares.values()].reduce((sum, p) => sum + p, 0),
    best: answer.rows.slice(0, count).reduce((sum, { probability }) => sum + probability, 0),
  };
}
