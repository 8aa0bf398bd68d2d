import { useSignal } from "@preact/signals";
import {
  type Cut,
  cutOf,
  type Ending,
  endingAddress,
  ENDINGS,
  endingSentence,
  writeOn,
  type WrittenOn,
} from "@/lib/labs/context/four_endings.ts";
import type { ModelSources } from "@/lib/labs/score/protocol.ts";
import type { LanguageModel } from "@/lib/lm/language_model.ts";
import { modelSource } from "@/lib/lm/model_source.ts";
import { EndingLine } from "@/lib/ui/context/ending_line.tsx";

/** A model and what it wrote, once it was asked. */
interface Told {
  readonly model: LanguageModel;
  readonly written: WrittenOn;
}

/** One prompt, four conditions and four endings; without a script each is a link to the predictor. */
export function EndingsPart({ sources }: { readonly sources: ModelSources }) {
  const told = useSignal<Told | null>(null);
  const chosen = useSignal<Ending | null>(null);
  const problem = useSignal<string | null>(null);

  async function choose(ending: Ending): Promise<void> {
    chosen.value = ending;
    problem.value = null;
    try {
      told.value ??= await ask(sources);
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
  }

  return (
    <section id="stops" class="area-stops" aria-label="What ends it">
      <h2>What ends it</h2>
      <p class="small quiet">
        One prompt, four conditions, each set alone. Which one ends it before a sentence is over?
      </p>
      <p class="pills">
        {ENDINGS.map((ending) => (
          <a
            key={ending.reason}
            class="pill"
            href={endingAddress(ending)}
            aria-current={chosen.value === ending || undefined}
            onClick={(event) => {
              if (event.ctrlKey || event.metaKey || event.shiftKey) return;
              event.preventDefault();
              choose(ending);
            }}
          >
            {ending.label}
          </a>
        ))}
      </p>
      {problem.value !== null && <p class="field-error" role="alert">{problem.value}</p>}
      {chosen.value && <Story told={told.value} ending={chosen.value} />}
    </section>
  );
}

async function ask(sources: ModelSources): Promise<Told> {
  const { embeddedModels } = await import("../models/embedded_models.ts");
  const model = await embeddedModels(sources)("parcel-gpt");
  return { model, written: await writeOn(model) };
}

function Story({ told, ending }: { readonly told: Told | null; readonly ending: Ending }) {
  if (told === null) return <p class="small" role="status">parcel-gpt writes …</p>;
  const { model, written } = told;
  const cut = cutOf(model, written, ending);
  const view = (id: number) => ({ id, bytes: model.vocabulary.bytes(id) });
  return (
    <div
      class="result"
      aria-busy={false}
      data-source={modelSource(model)}
      data-stop={cut.reason}
      data-generated={cut.at}
    >
      <p role="status">{endingSentence(cut, written)}</p>
      <EndingLine
        prompt={written.prompt.map(view)}
        tokens={written.tokens.map(view)}
        at={cut.at}
        from={cut.from}
        cause={causeOf(cut, ending)}
      />
      <p class="small">
        <a href={endingAddress(ending)}>Open it in the predictor</a>
      </p>
    </div>
  );
}

/** What stands at the cut. */
function causeOf({ reason }: Cut, { label }: Ending): string {
  return reason === "visitor" ? "not ended" : label.charAt(0).toLowerCase() + label.slice(1);
}
