/** Milliseconds that an answer has to stand still before it is read aloud: a drag says one figure, not fifty. */
const PAUSE = 1000;

/**
 * Says the answer of a page once when it has changed and stands still. What the page opens with is not read.
 *
 * @param answer The answer now; empty where there is none, or while it is the answer to something else.
 * @param say Reads a sentence aloud.
 * @returns What to call whenever the page has changed.
 */
export function createAnswerSpeaker(answer: () => string, say: (sentence: string) => void): () => void {
  let said = answer();
  let waiting = said;
  let timer: ReturnType<typeof setTimeout>;
  return () => {
    const now = answer();
    if (now === waiting) return;
    waiting = now;
    clearTimeout(timer);
    timer = setTimeout(() => now && now !== said && say(said = now), PAUSE);
  };
}
