import { useSignal } from "@preact/signals";
import { isShipped, type NgramQuery } from "@/lib/experiment/fields/ngram_fields.ts";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import { freshContext } from "@/lib/labs/ngram/fresh_context.ts";
import { LONGEST_FILE, type NgramLab } from "@/lib/labs/ngram/ngram_lab.ts";
import { countsApart, plainWords } from "@/lib/labs/ngram/plain_words.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { CalculateButton } from "@/lib/ui/form/calculation_form.tsx";
import { TextAreaField } from "@/lib/ui/form/text_fields.tsx";
import { formatBytes, formatCount } from "@/lib/ui/format.ts";
import { METHOD_NAMES } from "@/lib/ui/ngram/method_names.ts";
import { SMOOTHING_METHODS } from "@/lib/lm/ngram/smoothing.ts";
import { errorSentence } from "@/islands/query/error_sentence.ts";
import { LabSelect, LabText } from "@/islands/query/lab_fields.tsx";

/** Characters above which a pasted text stays in the tab: the browser's history holds no more. */
const LONGEST_TYPED = 100_000;

const EXAMPLE = "the dog barks\nthe cat sleeps\nthe dog sleeps";

const CORPORA = [
  { value: "messages", label: "Six messages" },
  { value: "parcel_messages", label: "Parcel messages · 25 kB" },
  { value: "parcel_world", label: "Parcel world · 400 kB" },
  { value: "everyday", label: "Everyday English · 600 kB" },
];
const ORDERS = ["unigram", "bigram", "trigram", "4-gram", "5-gram", "6-gram"].map((name, index) => ({
  value: `${index + 1}`,
  label: `${index + 1} · ${name}`,
}));
const METHODS = SMOOTHING_METHODS.map((value) => ({ value, label: METHOD_NAMES[value] }));

interface CorpusFieldsProps {
  readonly lab: QueryLab<NgramQuery>;
  readonly counts: NgramLab;
}

/** The context, how long the n-grams are and how they are smoothed. */
export function CorpusFields({ lab }: Pick<CorpusFieldsProps, "lab">) {
  const { corpus } = lab.query.value;
  const given = isShipped(corpus) ? [] : [{ value: corpus, label: "Sentences of the address" }];
  return (
    <div class="area-text card-inputs">
      <LabText lab={lab} name="context" label="Context" />
      <LabSelect lab={lab} name="order" label="Order" groups={[{ options: ORDERS }]} />
      <LabSelect lab={lab} name="smoothing" label="Smoothing" groups={[{ options: METHODS }]} />
      <LabSelect lab={lab} name="corpus" label="Corpus" groups={[{ options: [...CORPORA, ...given] }]} />
      <CalculateButton />
    </div>
  );
}

/** The visitor's own sentences, one paste away; a file too. */
export function OwnText({ lab, counts }: CorpusFieldsProps) {
  const local = counts.local.value;
  const { text } = lab.query.value;
  return (
    <section class="area-text" aria-label="Your own sentences">
      <TextAreaField
        label="Your own sentences"
        name="text"
        rows={3}
        mono
        placeholder={EXAMPLE}
        hint="one a line, split at spaces; they count in place of the corpus"
        error={errorSentence(lab, "text", "Your own sentences")}
        value={lab.text("text")}
        onInput={(typed) => takeText(lab, counts, typed)}
      />
      {countsApart(text) && (
        <p class="small" role="status">
          Words that differ by case or by a mark at their end (Left, left, left.) count apart here.{" "}
          <button type="button" class="link needs-js" onClick={() => takeText(lab, counts, plainWords(text))}>
            Make it lower case, marks apart
          </button>
        </p>
      )}
      <Reach lab={lab} />
      {local && (
        <p class="small" role="status">
          Counting {local.name},{" "}
          {formatBytes(new Blob([local.text]).size)}: it stays in this tab, and no link holds it.{" "}
          <button type="button" onClick={() => counts.setLocal(null)}>Discard it</button>
        </p>
      )}
    </section>
  );
}

/** A long text is taken as a file would be; a context that it does not have makes room for one that it has. */
function takeText(lab: QueryLab<NgramQuery>, counts: NgramLab, text: string): void {
  if (text.length > LONGEST_TYPED) {
    counts.setLocal({ name: "the pasted text", text });
    return;
  }
  counts.setLocal(null);
  lab.type("text", text);
  const { context } = lab.query.peek();
  const fresh = text.trim() === "" ? lab.fields.context.initial : freshContext(text, context);
  if (fresh !== context) lab.set({ context: fresh });
}

/** Whether a link can hold the text. */
function Reach({ lab }: { readonly lab: QueryLab<NgramQuery> }) {
  if (queryAddress("/ngram", lab.fields, lab.query.value) !== null) return null;
  return <p class="small">This text is too long for a link: it stays in this tab.</p>;
}

/** A text file that is counted in the tab. */
export function FileField({ counts }: { readonly counts: NgramLab }) {
  const said = useSignal("");
  async function take(input: HTMLInputElement) {
    const file = input.files?.[0];
    if (!file) return;
    if (file.size > LONGEST_FILE) {
      said.value = `${file.name} is larger than ${formatCount(LONGEST_FILE / 1e6)} MB: choose a part of it.`;
      return;
    }
    said.value = "";
    counts.setLocal({ name: file.name, text: await file.text() });
  }
  return (
    <div class="field needs-js">
      <label for="ngram-file">Text file</label>
      <input
        id="ngram-file"
        type="file"
        accept=".txt,.md,.csv,.jsonl,text/*"
        onChange={(event) => take(event.currentTarget)}
      />
      <span class="hint">read and counted in this tab: nothing is sent</span>
      {said.value && <span class="field-error" role="alert">{said.value}</span>}
    </div>
  );
}
