import type { Ref } from "preact";
import type { StopReason } from "@/lib/lm/generation/generation.ts";
import { moveRovingFocus } from "@/lib/ui/form/roving_focus.ts";
import { GeneratedTokens } from "@/lib/ui/predictor/line/generated_tokens.tsx";
import type { GeneratedView } from "@/lib/ui/predictor/line/generated_view.ts";
import { type TypedToken, TypedTokens } from "@/lib/ui/predictor/line/typed_tokens.tsx";

interface TextLineProps {
  readonly text: string;
  /** The prompt's tokens, those that a begin token or a template added included. */
  readonly tokens: readonly TypedToken[];
  readonly generated: readonly GeneratedView[];
  /** Why the generation stands; null while it runs or before it began. */
  readonly stop: StopReason | null;
  /** Position, in prompt and generation together, of the token that is open. */
  readonly selected: number | null;
  /** Position that the Tab key reaches. */
  readonly focused: number;
  readonly boxRef?: Ref<HTMLDivElement>;
  readonly onInput?: (text: string) => void;
  readonly onKeyDown?: (event: KeyboardEvent) => void;
  /** A token was opened, or closed again. */
  readonly onOpen?: (position: number) => void;
  /** A token has the focus. */
  readonly onFocus?: (position: number) => void;
  /** The token under the pointer or the focus; null for none. */
  readonly onRead?: (position: number | null) => void;
}

/** Position of the token that an element belongs to; null for none. */
function positionOf(element: Element | null | undefined): number | null {
  const position = element?.closest<HTMLElement>("[data-position]")?.dataset["position"];
  return position === undefined ? null : Number(position);
}

/** The token at a point, also one that the field for the text lies over. */
function positionAt({ clientX, clientY, currentTarget }: MouseEvent): number | null {
  const line = currentTarget as Element;
  const found = document.elementsFromPoint(clientX, clientY).map((each) => line.contains(each) ? each : null)
    .find((each) => positionOf(each) !== null);
  return positionOf(found);
}

/** A click into the text sets the caret there and opens the token; a selection opens none. */
function openTyped(event: MouseEvent, onOpen: TextLineProps["onOpen"]): void {
  const field = event.target as HTMLTextAreaElement;
  if (field.tagName !== "TEXTAREA" || field.selectionStart !== field.selectionEnd) return;
  const position = positionAt(event);
  if (position !== null) onOpen?.(position);
}

/**
 * Text and continuation in one line: the field for the text lies over its tokens, letter on letter, and the generated
 * tokens follow in the same flow. A long text scrolls in its box.
 */
export function TextLine(props: TextLineProps) {
  const { text, tokens, generated, focused, selected, onRead } = props;
  return (
    <div class="line-box" ref={props.boxRef ?? null}>
      <div
        class="line"
        onKeyDown={(event: KeyboardEvent) => moveRovingFocus(event)}
        onClick={(event: MouseEvent) => openTyped(event, props.onOpen)}
        onPointerMove={(event: PointerEvent) => onRead?.(positionAt(event))}
        onPointerLeave={() => onRead?.(null)}
        onFocusIn={(event: FocusEvent) => {
          const position = positionOf(event.target as Element);
          onRead?.(position);
          if (position !== null) props.onFocus?.(position);
        }}
        onFocusOut={() => onRead?.(null)}
      >
        <textarea
          name="text"
          rows={1}
          aria-label="Text"
          spellcheck={false}
          autocomplete="off"
          placeholder="Type the beginning of a text"
          value={text}
          onInput={(event) => props.onInput?.(event.currentTarget.value)}
          onKeyDown={(event) => props.onKeyDown?.(event)}
        />
        <TypedTokens
          text={text}
          tokens={tokens}
          selected={selected}
          focused={focused}
          onOpen={props.onOpen}
        />
        {/* Bidirectional isolation hides the place between text and button where a line may end. */}
        <wbr />
        <GeneratedTokens
          tokens={generated}
          from={tokens.length}
          stop={props.stop}
          selected={selected}
          focused={focused}
          onOpen={props.onOpen}
        />
        <span class="line-end" aria-hidden="true">&#8203;</span>
      </div>
    </div>
  );
}
