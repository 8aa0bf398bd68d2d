import { openLink } from "@/lib/learn/check/open_link.ts";
import { type Scenario, scenarioType } from "@/lib/learn/check/scenarios/scenario_type.ts";

/** A text, a position, and what the model would have liked there. */
interface Case {
  readonly words: readonly string[];
  /** Index of the word at which the model guessed something else. */
  readonly at: number;
  readonly guess: string;
}

const CASES: readonly Case[] = [
  { words: ["parcel", "left", "the", "hub", "today"], at: 3, guess: "warehouse" },
  { words: ["your", "order", "is", "late", "again"], at: 3, guess: "ready" },
  { words: ["the", "driver", "rang", "twice", "then", "left"], at: 2, guess: "left" },
  { words: ["we", "refund", "the", "whole", "order"], at: 3, guess: "full" },
  { words: ["scan", "the", "label", "before", "loading"], at: 2, guess: "box" },
  { words: ["cold", "rain", "delayed", "every", "van"], at: 1, guess: "weather" },
];

/** What a model reads in training after it guessed wrong. */
export const teacherForcing = scenarioType("teacher-forcing", "forcing", CASES.map(scenarioOf));

function scenarioOf({ words, at, guess }: Case): Scenario {
  const read = words.slice(0, at + 1);
  const next = words[at + 1]!;
  const joined = (parts: readonly string[]) => parts.join(" ");
  return {
    prompt:
      `In training on “${joined(words)}” the model would have said “${guess}” instead of “${words[at]}”. ` +
      `What does it read to predict the word after that, “${next}”?`,
    right: [
      joined(read),
      "Teacher forcing: at every position it reads the true words before it, whatever it had guessed.",
    ],
    wrong: [
      [
        joined(read.with(at, guess)),
        "That is how it goes in writing, where its own words are all there is. In training the true text is there.",
      ],
      [
        joined([...read, next]),
        "The word to be predicted is hidden from it, or there would be nothing to learn.",
      ],
      [
        joined(read.slice(0, -1)),
        "The wrong guess is not left out and skipped: the true word takes its place.",
      ],
      [
        joined(read.slice(-1)),
        "It reads all the words before, as far as its context goes, not the last alone.",
      ],
    ],
    open: openLink.loss({ text: joined(words), model: "parcel-gpt" }),
  };
}
