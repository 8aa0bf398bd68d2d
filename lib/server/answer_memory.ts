/**
 * Answers that were computed a moment ago, by what was asked.
 *
 * @module
 */

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

/**
 * Creates a memory of at most so many characters, questions and JSON together.
 *
 * It holds two generations: what is asked for again moves into the younger one, and when that is half of the
 * memory, the older one is dropped as a whole. So a look costs one hash, and nothing is sorted.
 */
export function createAnswerMemory(mostCharacters: number): AnswerMemory {
  let young = new Map<string, RememberedAnswer>(), old = new Map<string, RememberedAnswer>();
  let characters = 0;

  function set(question: string, answer: RememberedAnswer): void {
    const size = question.length + answer.json.length;
    characters += size;
    if (characters > mostCharacters / 2) {
      old = young;
      young = new Map();
      characters = size;
    }
    young.set(question, answer);
  }

  return {
    get(question) {
      const known = young.get(question);
      if (known !== undefined) return known;
      const older = old.get(question);
      if (older === undefined) return null;
      set(question, older);
      return older;
    },
    set,
  };
}
