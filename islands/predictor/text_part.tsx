import { useSignal } from "@preact/signals";
import type { PredictorLab } from "@/lib/labs/predictor/predictor_lab.ts";
import { formatPlural } from "@/lib/ui/format.ts";
import { PromptPanel } from "@/lib/ui/predictor/prompt_panel.tsx";

/** The visitor's text and its tokens. */
export function TextPart({ lab }: { readonly lab: PredictorLab }) {
  const { state, views, edit, tokens, generation } = lab;
  const focused = useSignal<number | null>(null);
  const shown = views.tokens.value;
  const { text, chat } = state.query.value;
  const dropped = shown.filter((token) => token.dropped).length;
  const opened = state.inspection.value;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (!event.ctrlKey && !event.metaKey) lab.flush();
  };
  return (
    <PromptPanel
      text={text}
      tokens={shown.map((token) => ({ ...token, added: token.origin !== "text" }))}
      contextLimit={views.contextLimit.value}
      chat={views.hasTemplate.value ? chat : null}
      focused={focused.value ?? shown.length - 1}
      selected={opened?.index === null ? opened.position : null}
      note={dropped > 0 && <span class="small">the policy dropped {formatPlural(dropped, "token")}</span>}
      onInput={edit.setText}
      onKeyDown={onKeyDown}
      onChat={(on) => edit.setField("chat", on)}
      onSelect={(index) => {
        focused.value = index;
        generation.stop();
        tokens.inspect(opened?.position === index ? null : index);
      }}
      onMove={(index) => focused.value = index}
    />
  );
}
