import { useState } from "preact/hooks";
import { saveFile } from "./share/save_file.ts";
import { FRAMED_COURSE, stepAddress } from "@/lib/learn/course/step_address.ts";
import { STEPS } from "@/lib/learn/course/steps.ts";
import { type ScormOptions, scormPackage } from "@/lib/teach/scorm_package.ts";

interface TeachPackageProps {
  /** Origin that learners reach. */
  readonly origin: string;
}

const CHOICES = ["check", "course", "step", "predictor", "softmax", "ngram", "train"] as const;
const LABELS: Readonly<Record<typeof CHOICES[number], string>> = {
  check: "Mastery check, with a score",
  course: "The whole course",
  step: "One step of the course",
  predictor: "Predict the next token",
  softmax: "Softmax",
  ngram: "N-grams",
  train: "Train",
};

/** Makes a SCORM 1.2 package in the tab. */
export default function TeachPackage({ origin }: TeachPackageProps) {
  const [choice, setChoice] = useState<typeof CHOICES[number]>("check");
  const [seed, setSeed] = useState("0");
  const [step, setStep] = useState(STEPS[0]!.name);
  return (
    <div class="limit-fields">
      <p>
        A SCORM 1.2 package, made in this tab: one page that shows a part of this site, and tells your course
        system when it is done. The learner's IP address reaches {origin}; no name and no account does.
      </p>
      <fieldset class="limit-choice">
        <legend>What it shows</legend>
        <div class="pills">
          {CHOICES.map((each) => (
            <label class="pill" key={each}>
              <input type="radio" name="shown" checked={each === choice} onChange={() => setChoice(each)} />
              {LABELS[each]}
            </label>
          ))}
        </div>
      </fieldset>
      {choice === "check" && (
        <label class="stack narrow">
          Seed: the same number asks everyone the same questions
          <input
            type="number"
            min="0"
            max="999999"
            value={seed}
            onInput={(event) => setSeed(event.currentTarget.value)}
          />
        </label>
      )}
      {choice === "step" && (
        <label class="stack">
          Which step
          <select value={step} onChange={(event) => setStep(event.currentTarget.value)}>
            {STEPS.map(({ name, title, question }) => (
              <option key={name} value={name}>{`${title}: ${question}`}</option>
            ))}
          </select>
        </label>
      )}
      <p class="acts needs-js">
        <button type="button" class="primary" onClick={() => save(optionsOf(origin, { choice, seed, step }))}>
          Save the package
        </button>
      </p>
    </div>
  );
}

interface Chosen {
  readonly choice: typeof CHOICES[number];
  readonly seed: string;
  readonly step: string;
}

function optionsOf(origin: string, { choice, seed, step }: Chosen): ScormOptions {
  const title = LABELS[choice];
  switch (choice) {
    case "check":
      return {
        origin,
        title: "Mastery check",
        path: `/embed/check?seed=${/^\d{1,6}$/.test(seed) ? Number(seed) : 0}`,
        ends: "score",
      };
    case "course":
      return { origin, title: "From one token to the KV cache", path: FRAMED_COURSE, ends: "progress" };
    case "step": {
      const chosen = STEPS.find(({ name }) => name === step)!;
      return { origin, title: chosen.question, path: stepAddress(chosen, "alone"), ends: "progress" };
    }
    default:
      return { origin, title, path: `/embed/${choice}`, ends: "button" };
  }
}

async function save(options: ScormOptions): Promise<void> {
  const { strToU8, zipSync } = await import("fflate");
  const files = Object.entries(scormPackage(options)).map(([name, text]) => [name, strToU8(text)] as const);
  const zip = zipSync(Object.fromEntries(files));
  saveFile(
    `scorm${options.path.replace(/[^a-z0-9]+/g, "-")}.zip`,
    new Blob([zip.slice()], { type: "application/zip" }),
  );
}
