import { useEffect, useState } from "preact/hooks";
import { saveFile } from "./share/save_file.ts";
import { answersCsv, type GivenAnswers, QUESTIONS, TIMES } from "@/lib/teach/questions.ts";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";

const KEY = "teach-questions";

/** Two questions before and after training. The answers stay in the browser. */
export default function TeachQuestions() {
  const [given, setGiven] = useState<GivenAnswers>({});
  useEffect(() => setGiven(read()), []);
  const choose = (name: string, index: number) => {
    const next = { ...given, [name]: index };
    setGiven(next);
    keep(next);
  };
  return (
    <div class="limit">
      <AnswerSentence note="The answers stay on this device. Nobody is told.">
        Two questions: before you train a network, and after
      </AnswerSentence>
      {TIMES.map((time) => (
        <section key={time} class="limit-fields">
          <h2>{time === "before" ? "Before" : "After"}</h2>
          {QUESTIONS.map(({ name, text, choices }) => (
            <fieldset class="limit-choice" key={name}>
              <legend>{text}</legend>
              {choices.map((choice, index) => (
                <label class="check limit-switch" key={choice}>
                  <input
                    type="radio"
                    name={`${time}.${name}`}
                    checked={given[`${time}.${name}`] === index}
                    onChange={() => choose(`${time}.${name}`, index)}
                  />
                  <span>{choice}</span>
                </label>
              ))}
            </fieldset>
          ))}
          {time === "before" && (
            <p>
              <a href="/train">Now train a network</a>
            </p>
          )}
        </section>
      ))}
      <p class="acts needs-js">
        <button type="button" class="primary" onClick={() => save(given)}>Save as CSV</button>
        <button type="button" onClick={() => [setGiven({}), keep({})]}>Delete the answers</button>
        <a href="/teach">For teachers</a>
      </p>
    </div>
  );
}

function save(given: GivenAnswers): void {
  saveFile("answers.csv", new Blob([answersCsv(given)], { type: "text/csv" }));
}

function read(): GivenAnswers {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? "{}");
  } catch {
    return {};
  }
}

function keep(given: GivenAnswers): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(given));
  } catch {
    // Storage can be blocked: then the answers last as long as the page.
  }
}
