import type { Practice } from "./use_practice.ts";

const PLACES = ["Likeliest", "Second", "Third"];

/** Three fields for tokens, the likeliest first. */
export function CandidatesForm({ practice }: { readonly practice: Practice }) {
  const { written, busy, first, score } = practice;
  return (
    <form
      class="live"
      aria-label="Three candidates"
      onSubmit={(event) => {
        event.preventDefault();
        score();
      }}
    >
      <div class="form-row">
        {PLACES.map((place, at) => (
          <label key={place} class="stack">
            {place}
            <input
              type="text"
              class="mono"
              maxLength={40}
              autocomplete="off"
              autocapitalize="off"
              spellcheck={false}
              {...(at === 0 && { ref: first })}
              value={written.value[at] ?? ""}
              onInput={(event) => written.value = written.value.with(at, event.currentTarget.value)}
            />
          </label>
        ))}
      </div>
      <p class="hint">\n is a line break, \s a space.</p>
      <div class="acts needs-js">
        <button
          type="submit"
          class="primary"
          disabled={busy.value || written.value.every((each) => each === "")}
        >
          Score them
        </button>
      </div>
    </form>
  );
}
