import type { ComponentChildren, Ref } from "preact";
import { formatCount } from "@/lib/ui/format.ts";
import { Panel } from "@/lib/ui/page/panel.tsx";
import { Term } from "@/lib/ui/page/term.tsx";
import { type LineToken, TokenLine } from "@/lib/ui/token/line.tsx";

/** Props of {@linkcode PromptPanel}. */
export interface PromptPanelProps {
  readonly text: string;
  readonly tokens: readonly LineToken[];
  /** Tokens the context may hold; `Infinity` for counts. */
  readonly contextLimit: number;
  /** Whether the chat template is on; null where the model has none. */
  readonly chat?: boolean | null;
  readonly focused?: number;
  readonly selected?: number | null;
  readonly inputRef?: Ref<HTMLTextAreaElement>;
  /** What stands under the tokens, such as what was dropped. */
  readonly note?: ComponentChildren;
  readonly onInput?: (text: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  readonly onChat?: (on: boolean) => void;
  readonly onSelect?: (index: number) => void;
  readonly onMove?: (index: number) => void;
}

function countText(count: number, limit: number): string {
  return Number.isFinite(limit)
    ? `${formatCount(count)} of ${formatCount(limit)} tokens`
    : `${formatCount(count)} tokens`;
}

/** Lines that the text takes at about 80 characters a line, 2 to 8, so that the box does not jump after the first paint. */
function lineCount(text: string): number {
  const lines = text.slice(0, 2000).split("\n").reduce(
    (sum, line) => sum + Math.max(1, Math.ceil(line.length / 80)),
    0,
  );
  return Math.min(Math.max(lines, 2), 8);
}

function ChatSwitch({ chat, onChat }: { readonly chat: boolean; readonly onChat?: (on: boolean) => void }) {
  return (
    <label class="inline">
      <input
        type="checkbox"
        name="chat"
        value="1"
        checked={chat}
        onChange={(event) => onChat?.(event.currentTarget.checked)}
      />
      <Term name="chat template" />
    </label>
  );
}

/** The visitor's text, its tokens, and how much of the context they take. */
export function PromptPanel(props: PromptPanelProps) {
  const { text, tokens, contextLimit, chat = null } = props;
  const over = tokens.length > contextLimit;
  return (
    <Panel title="Text" area="text" quietTitle>
      <textarea
        ref={props.inputRef ?? null}
        name="text"
        class="prompt"
        rows={lineCount(text)}
        aria-label="Text"
        spellcheck={false}
        autocomplete="off"
        placeholder="Type the beginning of a text"
        value={text}
        onInput={(event) => props.onInput?.(event.currentTarget.value)}
        onKeyDown={(event) => props.onKeyDown?.(event)}
      />
      <TokenLine
        label="Tokens of the text"
        tokens={tokens}
        selected={props.selected ?? null}
        {...(props.focused !== undefined && { focused: props.focused })}
        {...(props.onSelect && { onSelect: props.onSelect })}
        {...(props.onMove && { onMove: props.onMove })}
      />
      <div class="toolbar">
        <button type="submit" class="primary">Predict</button>
        {chat !== null && <ChatSwitch chat={chat} {...(props.onChat && { onChat: props.onChat })} />}
        <span class={over ? "count over" : "count quiet"}>{countText(tokens.length, contextLimit)}</span>
        {props.note}
      </div>
    </Panel>
  );
}
