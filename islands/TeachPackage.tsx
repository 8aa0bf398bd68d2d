import { useState } from "preact/hooks";
import { saveFile } from "./share/save_file.ts";
import { scormPackage } from "@/lib/teach/scorm_package.ts";

/** Props of {@linkcode TeachPackage}. */
export interface TeachPackageProps {
  /** Origin that learners reach. */
  readonly origin: string;
}

const SHOWN = [
  { path: "/embed/check", title: "Mastery check", scored: true },
  { path: "/embed/predictor", title: "Predict the next token", scored: false },
  { path: "/embed/softmax", title: "Softmax", scored: false },
  { path: "/embed/ngram", title: "N-grams", scored: false },
  { path: "/embed/train", title: "Train", scored: false },
] as const;

/** Makes a SCORM 1.2 package in the tab. */
export default function TeachPackage({ origin }: TeachPackageProps) {
  const [index, setIndex] = useState(0);
  const shown = SHOWN[index]!;
  return (
    <div class="limit-fields">
      <p>
        A SCORM 1.2 package, made in this tab: one page that shows a part of this site, and tells your course
        system when it is done. The learner's IP address reaches {origin}; no name and no account does.
      </p>
      <fieldset class="limit-choice">
        <legend>What it shows</legend>
        <div class="pills">
          {SHOWN.map(({ path, title, scored }, at) => (
            <label class="pill" key={path}>
              <input type="radio" name="shown" checked={at === index} onChange={() => setIndex(at)} />
              {title}
              {scored ? ", with a score" : ""}
            </label>
          ))}
        </div>
      </fieldset>
      <p class="acts needs-js">
        <button type="button" class="primary" onClick={() => save({ ...shown, origin })}>
          Save the package
        </button>
      </p>
    </div>
  );
}

async function save(options: Parameters<typeof scormPackage>[0]): Promise<void> {
  const { strToU8, zipSync } = await import("fflate");
  const files = Object.entries(scormPackage(options)).map(([name, text]) => [name, strToU8(text)] as const);
  const zip = zipSync(Object.fromEntries(files));
  saveFile("scorm.zip", new Blob([zip.slice()], { type: "application/zip" }));
}
