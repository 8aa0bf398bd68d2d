/**
 * Reads a page's answer aloud when it has changed: the sentence that is its heading, in the page's status region.
 *
 * @module
 */
import { createAnswerSpeaker } from "@/lib/client/answer_speaker.ts";

const ANSWER = ".answer";
/** Marks an answer as the one to something else, while that is computed. */
const BUSY = "aria-busy";

const region = document.getElementById("said");
if (region) {
  const changed = createAnswerSpeaker(answer, (sentence) => region.textContent = sentence);
  const observer = new MutationObserver((records) => {
    // Above an answer only what is put in its place counts.
    if (records.some(({ type, target }) => type === "childList" && !isInAnswer(target))) watch(observer);
    changed();
  });
  watch(observer);
}

function answer(): string {
  const heading = document.querySelector(`${ANSWER} h1`);
  if (heading === null || heading.closest(`[${BUSY}=true]`) || heading.querySelector("[role=status]")) {
    return "";
  }
  return heading.textContent.trim();
}

function isInAnswer(node: Node): boolean {
  const element = node instanceof Element ? node : node.parentElement;
  return Boolean(element?.closest(ANSWER));
}

/** Watches the answers there are, and for those to come only what holds them. */
function watch(observer: MutationObserver): void {
  observer.disconnect();
  const answers = document.querySelectorAll(ANSWER);
  for (const each of answers) {
    observer.observe(each, { subtree: true, childList: true, characterData: true });
    for (let above = each.parentElement; above !== null; above = above.parentElement) {
      observer.observe(above, { childList: true, attributeFilter: [BUSY] });
    }
  }
  if (answers.length === 0) observer.observe(document.body, { subtree: true, childList: true });
}
