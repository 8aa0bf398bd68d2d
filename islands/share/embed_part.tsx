import { useSignal } from "@preact/signals";
import { CopyField } from "./copy_field.tsx";
import type { Shared } from "./shared.ts";
import { sentenceCase } from "@/lib/ui/format.ts";
import { fitsAddress } from "@/lib/experiment/query_text.ts";
import { DEFAULT_THEME, EMBED_THEMES, type EmbedTheme } from "@/lib/experiment/embed_look.ts";
import type { EmbedPart as Part } from "@/lib/experiment/embed_parts.ts";
import {
  embedAddress,
  type EmbedChoice,
  embedSnippet,
  resizeSnippet,
} from "@/lib/labs/share/embed_snippet.ts";

const HEIGHT = 640;

/** What the section takes. */
interface EmbedPartProps {
  readonly shared: Shared;
  /** Parts of the page that an embed may leave out. */
  readonly parts: readonly Pick<Part, "name" | "label">[];
}

/** The lab in a frame of another page: its theme, what it leaves out, and what to copy. */
export function EmbedPart({ shared, parts }: EmbedPartProps) {
  const theme = useSignal<EmbedTheme>(DEFAULT_THEME);
  const hide = useSignal<readonly string[]>([]);
  const choice: EmbedChoice = {
    origin: location.origin,
    page: shared.page,
    query: shared.params,
    theme: theme.value,
    hide: hide.value,
    title: `${shared.title} · Next-Token Playground`,
    height: HEIGHT,
  };
  const address = embedAddress(choice);
  const toggle = (name: string, isHidden: boolean) =>
    hide.value = isHidden ? [...hide.value, name] : hide.value.filter((each) => each !== name);
  return (
    <section aria-labelledby="share-embed">
      <h3 id="share-embed">Embed</h3>
      <label class="inline">
        Theme{" "}
        <select
          value={theme.value}
          onChange={(event) => theme.value = event.currentTarget.value as EmbedTheme}
        >
          {EMBED_THEMES.map((each) => <option key={each} value={each}>{each}</option>)}
        </select>
      </label>
      <HideChoices parts={parts} hidden={hide.value} onToggle={toggle} />
      {!fitsAddress(address)
        ? <p class="small">This experiment is longer than an address may be: an embed cannot hold it.</p>
        : (
          <>
            <CopyField label="Frame for your page" value={embedSnippet(choice)} rows={4} />
            <CopyField
              label="Once a page: gives its frames the height of their content"
              value={resizeSnippet(location.origin)}
            />
            <p class="small">
              <a href={address} target="_blank" rel="noopener">See the embed</a>
            </p>
          </>
        )}
    </section>
  );
}

interface HideProps extends Pick<EmbedPartProps, "parts"> {
  readonly hidden: readonly string[];
  readonly onToggle: (name: string, isHidden: boolean) => void;
}

function HideChoices({ parts, hidden, onToggle }: HideProps) {
  if (parts.length === 0) return null;
  return (
    <details class="more" open={hidden.length > 0}>
      <summary>Leave parts out</summary>
      <fieldset class="share-parts">
        <legend class="vh">Parts to leave out</legend>
        {parts.map(({ name, label }) => (
          <label class="inline" key={name}>
            <input
              type="checkbox"
              value={name}
              checked={hidden.includes(name)}
              onChange={(event) => onToggle(name, event.currentTarget.checked)}
            />
            {sentenceCase(label)} <code class="quiet">{name}</code>
          </label>
        ))}
      </fieldset>
    </details>
  );
}
