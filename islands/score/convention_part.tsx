import { errorSentence } from "../query/error_sentence.ts";
import { MeanPart } from "./mean_part.tsx";
import { keyOf, type Scoring } from "./use_score.ts";
import { SCORE_FIELDS, type ScoreQuery } from "@/lib/experiment/fields/score_fields.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import type { ScoreView } from "@/lib/labs/score/score_view.ts";
import type { ConventionRequest } from "@/lib/lm/loss/text/convention.ts";
import type { ScoredDocument } from "@/lib/lm/loss/text/score_document.ts";
import { formatCount, formatPlural } from "@/lib/ui/format.ts";
import { SelectField } from "@/lib/ui/form/select_field.tsx";
import { TextField } from "@/lib/ui/form/text_fields.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { ConventionsTable } from "@/lib/ui/score/conventions_table.tsx";
import { formatPasses } from "@/lib/ui/score/format_passes.ts";

const OPTIONS = [
  { value: "hf", label: "Hugging Face: strided windows" },
  { value: "llama_cpp", label: "llama.cpp: second half of each chunk" },
  { value: "lm_eval", label: "lm-eval: rolling" },
];

interface PartProps {
  readonly lab: QueryLab<ScoreQuery>;
  readonly scoring: Scoring;
  readonly view: ScoreView | null;
}

/** The choices behind a perplexity, and how far each moves it. */
export function ConventionPart({ lab, scoring, view }: PartProps) {
  const { document, compared, problem, field: wrong, key } = scoring.state.value;
  const refused = wrong !== null && key === keyOf(lab.query.value) ? { [wrong]: problem } : {};
  const field = (name: "window" | "stride" | "bos", label: string) => ({
    label,
    name,
    value: lab.text(name),
    error: errorSentence(lab, name, label) ?? refused[name] ?? null,
    onInput: (text: string) => lab.type(name, text),
  });
  return (
    <Panel title="Convention" area="settings">
      <SelectField
        label="Windows"
        name="convention"
        value={lab.query.value.convention}
        options={OPTIONS}
        error={errorSentence(lab, "convention", "Windows")}
        onChange={(convention) => lab.set({ convention: convention as ScoreQuery["convention"] })}
      />
      <div class="form-row">
        <TextField placeholder={placeholder(document, "window")} {...field("window", "Tokens of a window")} />
        {lab.query.value.convention === "hf" && (
          <TextField placeholder={placeholder(document, "stride")} {...field("stride", "Moved by")} />
        )}
        <TextField hint="an id, none, or empty for the model’s own" {...field("bos", "Begin token")} />
      </div>
      {document && <p class="small quiet">{describe(document)}</p>}
      <MeanPart lab={lab} view={view} />
      {compared.length > 0 && (
        <ConventionsTable
          perplexity={view?.totals.perplexity ?? null}
          rows={compared.map(({ label, request, totals }) => {
            const patch = patchOf(request);
            return {
              label,
              tokensScored: totals?.tokensScored ?? null,
              perplexity: totals?.perplexity ?? null,
              bitsPerByte: totals?.bitsPerByte ?? null,
              isCurrent: isCurrent(lab.query.value, patch),
              href: queryAddress(lab.base, SCORE_FIELDS, { ...lab.query.value, ...patch }) ?? lab.base,
              onChoose: () => lab.set(patch),
            };
          })}
        />
      )}
    </Panel>
  );
}

function placeholder(document: ScoredDocument | null, name: "window" | "stride"): string {
  return document ? String(document.settings[name]) : "";
}

/** What the choices mean for this text. */
function describe({ settings, passes, tokens, text }: ScoredDocument): string {
  const scored = tokens.filter(({ score }) => score !== null).length;
  const begin = settings.bos === null ? "no begin token" : `begin token ${settings.bos}`;
  const rest = tokens.length - scored;
  if (scored === 0) {
    return text === ""
      ? "There is no text."
      : `Nothing is scored: ${
        settings.convention === "llama_cpp"
          ? `this text of ${formatPlural(tokens.length, "token")} fills no chunk of ${
            formatCount(settings.window)
          }. Choose a smaller window.`
          : "a single token without a begin token has nothing before it."
      }`;
  }
  return `${formatPasses(passes)}, ${begin}; ${formatCount(scored)} of ${
    formatPlural(tokens.length, "token")
  } scored${rest > 0 ? `, ${formatCount(rest)} left out` : ""}. Bits a byte and a word count the whole text.`;
}

function patchOf({ convention, window, stride, bos }: ConventionRequest) {
  return { convention, window: isOpen(window) ? null : window, stride, bos: bos === null ? "" : String(bos) };
}

function isOpen(window: number | null): boolean {
  return window === null || window === 512;
}

function isCurrent(query: ScoreQuery, patch: ReturnType<typeof patchOf>): boolean {
  return query.convention === patch.convention && query.bos === patch.bos &&
    (patch.convention !== "hf" || query.stride === patch.stride);
}
