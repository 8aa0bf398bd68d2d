import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { KvCacheQuery } from "@/lib/experiment/fields/kv_cache_query.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { CACHE_PRESET_GROUPS, findCachePreset } from "@/lib/lm/kv_cache/cache_presets.ts";
import { formatParameters } from "@/lib/ui/format.ts";
import { LabSelect } from "@/islands/query/lab_fields.tsx";

type Lab = QueryLab<KvCacheQuery>;

const SELECT_GROUPS = [
  { options: [{ value: "", label: "Your own numbers" }] },
  ...CACHE_PRESET_GROUPS.map(({ title, presets }) => ({
    title,
    options: presets.map(({ id, repository, parameters }) => ({
      value: id,
      label: `${repository.split("/")[1]} · ${formatParameters(parameters)}`,
    })),
  })),
];

/** Published models in a list that is searched and grouped; without a script a plain choice. */
export function ModelPicker({ lab }: { readonly lab: Lab }) {
  const search = useSignal("");
  const details = useRef<HTMLDetailsElement>(null);
  const { preset, config } = lab.query.value;
  const chosen = findCachePreset(preset);
  const name = config !== ""
    ? "the pasted configuration"
    : chosen
    ? chosen.repository.split("/")[1]!
    : "your own numbers";
  function choose(id: string) {
    lab.set({ preset: id, config: "" });
    search.value = "";
    details.current!.open = false;
    details.current!.querySelector("summary")!.focus();
  }
  return (
    <>
      <details class="menu picker needs-js" ref={details} onKeyDown={(event) => closeOnEscape(event)}>
        <summary>
          <span class="quiet">Model</span> {name}
        </summary>
        <div class="menu-list picker-list">
          <input
            type="search"
            aria-label="Search the models"
            placeholder="Search 60 models"
            value={search.value}
            onInput={(event) => search.value = event.currentTarget.value}
          />
          <Found search={search.value} chosen={preset} onChoose={choose} />
        </div>
      </details>
      <div class="no-script">
        <LabSelect lab={lab} name="preset" label="Model" groups={SELECT_GROUPS} />
      </div>
    </>
  );
}

function closeOnEscape(event: KeyboardEvent & { currentTarget: HTMLDetailsElement }): void {
  if (event.key !== "Escape") return;
  event.currentTarget.open = false;
  event.currentTarget.querySelector("summary")!.focus();
}

interface FoundProps {
  readonly search: string;
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}

/** The groups with the models whose names hold every word that was typed. */
function Found({ search, chosen, onChoose }: FoundProps) {
  const groups = SELECT_GROUPS.map(({ options, ...group }) => ({
    title: "title" in group ? group.title : null,
    options: options.filter(({ label }) => holds(label, search)),
  })).filter(({ options }) => options.length > 0);
  if (groups.length === 0) {
    return <p class="small" role="status">No model of this name: paste its config.json under Settings.</p>;
  }
  return (
    <div class="picker-groups">
      {groups.map(({ title, options }) => (
        <div key={title} role="group" aria-label={title ?? "Your own"}>
          {title && <p class="quiet small">{title}</p>}
          <ul>
            {options.map(({ value, label }) => (
              <li key={value}>
                <button
                  type="button"
                  class="plain"
                  aria-pressed={value === chosen}
                  onClick={() => onChoose(value)}
                >
                  {label}
                </button>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

/** Whether a name holds every word of a search, in any order and case. */
function holds(name: string, search: string): boolean {
  const words = search.toLowerCase().split(/[\s\-_/.]+/);
  const letters = name.toLowerCase();
  return words.every((word) => letters.includes(word));
}
