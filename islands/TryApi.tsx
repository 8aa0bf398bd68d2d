import { type Signal, useComputed, useSignal } from "@preact/signals";
import { CALL_LANGUAGES, type CallLanguage, callLines } from "@/lib/labs/share/api/call_lines.ts";
import { ResultRegion } from "@/lib/ui/page/result_region.tsx";

/** An answer of the API. */
export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
}

/** Props of the island. */
interface TryApiProps {
  /** The endpoint's name. */
  readonly name: string;
  /** Where it is, with the site's origin. */
  readonly url: string;
  readonly body: string;
  /** The answer to `body`; null before it was asked. */
  readonly answer: ApiAnswer | null;
  /** Query of the address, in a copy that the service worker kept. */
  readonly search?: string;
}

/** One endpoint to try: the body to edit, the call in three languages, and the answer. */
export default function TryApi({ name, url, body: initial, answer: first, search }: TryApiProps) {
  const body = useSignal(bodyIn(search, name) ?? initial);
  const answer = useSignal(first);
  const isBusy = useSignal(false);
  const language = useSignal<CallLanguage>("curl");
  const isOfBody = useSignal(true);
  const code = useComputed(() => callLines(language.value, url, body.value));
  const run = async (event: Event) => {
    event.preventDefault();
    const asked = body.peek();
    isBusy.value = true;
    answer.value = await ask(url, asked);
    isBusy.value = false;
    isOfBody.value = body.peek() === asked;
  };
  return (
    <form method="get" action={`/api#${name}`} class="try-api" onSubmit={run} aria-label={`Try ${name}`}>
      <input type="hidden" name="run" value={name} />
      <label for={`body-${name}`}>Body</label>
      <textarea
        id={`body-${name}`}
        name="body"
        class="mono"
        rows={Math.min(14, initial.split("\n").length + 1)}
        spellcheck={false}
        value={body.value}
        onInput={(event) => {
          body.value = event.currentTarget.value;
          isOfBody.value = false;
        }}
      />
      <Languages name={name} language={language} />
      <div
        class="scroll"
        tabIndex={0}
        role="group"
        aria-label={`${CALL_LANGUAGES[language.value]} for ${name}`}
      >
        <pre class="curl" data-language={language.value}><code>{code}</code></pre>
      </div>
      <button type="submit" disabled={isBusy.value}>Run</button>
      <ResultRegion label={`Answer of ${name}`} busy={isBusy.value || !isOfBody.value} source={name}>
        {answer.value && (
          <div class="scroll" tabIndex={0} role="group" aria-label={`Answer of ${name}, JSON`}>
            <p class="small" role="status">
              Status {answer.value.status}
              {!isOfBody.value && ", of the body before: press Run"}
            </p>
            <pre data-status={answer.value.status}><code>{answer.value.text}</code></pre>
          </div>
        )}
      </ResultRegion>
    </form>
  );
}

/** Which language the call stands in. */
function Languages({ name, language }: { readonly name: string; readonly language: Signal<CallLanguage> }) {
  return (
    <div class="segments needs-js" role="group" aria-label={`Language of the call of ${name}`}>
      {Object.entries(CALL_LANGUAGES).map(([key, title]) => (
        <button
          key={key}
          type="button"
          aria-pressed={language.value === key}
          onClick={() => language.value = key as CallLanguage}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

/** The body that a query asks to run. */
function bodyIn(search: string | undefined, name: string): string | null {
  const params = new URLSearchParams(search);
  return params.get("run") === name ? params.get("body") : null;
}

async function ask(url: string, body: string): Promise<ApiAnswer> {
  try {
    const response = await fetch(new URL(url).pathname, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    });
    return { status: response.status, text: JSON.stringify(await response.json(), null, 2) };
  } catch {
    return { status: 0, text: "No answer came: check the connection and run it again." };
  }
}
