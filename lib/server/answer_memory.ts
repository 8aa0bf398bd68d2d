/**
 * Answers that were computed a moment ago, by what was asked.
 *
 * @module
 */
import { LRUCache } from "lru-cache";

/** An answer in both of its forms. */
export interface RememberedAnswer {
  readonly json: string;
  /** To be cloned: that takes half as long as making another. */
  readonly response: Response;
}

/** Answers by question; the ones that were not asked for longest are forgotten first. */
export interface AnswerMemory {
  /** The answer, or null where it is not remembered. */
  get(question: string): RememberedAnswer | null;
  /** Remembers an answer. */
  set(question: string, answer: RememberedAnswer): void;
}

/** Overhead of an entry, in characters. */
const OVERHEAD = 400;

/** Creates a memory of at most this number of characters: questions, JSON and what holds them together. */
export function createAnswerMemory(mostCharacters: number): AnswerMemory {
  const answers = new LRUCache<string, RememberedAnswer>({
    maxSize: mostCharacters,
    sizeCalculation: ({ json }, question) => question.length + json.length + OVERHEAD,
  });
  return {
    get: (question) => answers.get(question) ?? null,
    set: (question, answer) => void answers.set(question, answer),
  };
}
