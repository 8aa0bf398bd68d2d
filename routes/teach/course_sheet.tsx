/**
 * The course's guesses on paper: each question with what one has to know, room for the guess, and the answers.
 *
 * @module
 */
import { formatGuess } from "@/islands/learn/format_guess.ts";
import { MESSAGES, truthOf } from "@/lib/learn/course/figure_truths.ts";
import type { BarGuess, Step } from "@/lib/learn/course/step.ts";
import { STEPS } from "@/lib/learn/course/steps.ts";
import { stepFacts } from "@/routes/learn/step_facts.ts";

/** Marks of a scale to draw on. */
const TICKS = [0, 0.25, 0.5, 0.75, 1] as const;

/** What a hint says of the figure on the screen. */
const ABOUT_THE_SCREEN = /drag|press|type|then look/i;

/** The questions, with room to guess. */
export function CourseGuesses() {
  return (
    <ol class="sheet-questions">
      {STEPS.map((step) => (
        <li key={step.name}>
          <p class="quiet">{step.sentences.join(" ")}</p>
          {step.figure === "counts" && <pre class="small">{MESSAGES}</pre>}
          <p>
            <b>{step.question}</b> {paperHint(step)}
          </p>
          <GuessRoom step={step} />
        </li>
      ))}
    </ol>
  );
}

/** The sentences of a step's hint that hold on paper too. */
export function paperHint({ hint, guess }: Step): string {
  if (guess.kind === "order") return "Number them.";
  return hint.split(/(?<=\.) /).filter((sentence) => !ABOUT_THE_SCREEN.test(sentence)).join(" ");
}

function GuessRoom({ step: { guess } }: { readonly step: Step }) {
  if (guess.kind === "bar") return <Scale guess={guess} />;
  if (guess.kind === "word") return <p class="sheet-line">My word:</p>;
  return (
    <ul class="sheet-order">
      {guess.shown.map((index) => (
        <li key={index}>
          <span class="sheet-box" /> {guess.items[index]}
        </li>
      ))}
    </ul>
  );
}

/** A line with its ends and quarters, to make a mark on. */
function Scale({ guess: { label, min = 0, max, step, unit } }: { readonly guess: BarGuess }) {
  const rounded = (share: number) => Math.round((min + share * (max - min)) / step) * step;
  return (
    <svg class="sheet-scale" width="100%" height="44" role="img" aria-label={`A line for: ${label}`}>
      <line x1="4%" x2="92%" y1="14" y2="14" />
      {TICKS.map((share) => {
        // A quarter of whole numbers may be none.
        const value = rounded(share);
        const x = `${4 + 88 * (value - min) / (max - min)}%`;
        return (
          <>
            <line x1={x} x2={x} y1="6" y2="22" />
            <text x={x} y="38" text-anchor="middle">{formatGuess(value, unit)}</text>
          </>
        );
      })}
    </svg>
  );
}

/** The answers, computed as the course shows them. */
export async function courseKey(): Promise<readonly string[]> {
  return await Promise.all(STEPS.map(async (step) => {
    const { guess, after } = step;
    if (guess.kind === "order") return guess.items.join(" → ");
    if (guess.kind === "word") return after[0]!;
    const truth = truthOf(step, await stepFacts(step));
    return truth === null ? after[0]! : `${formatGuess(truth, guess.unit, true)}. ${after[0]}`;
  }));
}
