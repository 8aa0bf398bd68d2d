/**
 * Reads a page's answer aloud when it has changed: the sentence that is its heading, in the page's status region.
 *
 * @module
 */
import { createAnswerSpeaker } from "@/lib/client/answer_speaker.ts";

const ANSWER = ".answer h1:not([aria-busy=true] *,:has([role=status]))";

const region = document.getElementById("said");
if (region) {
  const answer = () => document.querySelector(ANSWER)?.textContent.trim() ?? "";
  const changed = createAnswerSpeaker(answer, (sentence) => region.textContent = sentence);
  new MutationObserver(changed).observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
  });
}
