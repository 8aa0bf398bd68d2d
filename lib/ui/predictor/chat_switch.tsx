import { Term } from "@/lib/ui/page/term.tsx";

interface ChatSwitchProps {
  readonly chat: boolean;
  readonly onChat?: (on: boolean) => void;
}

/** Puts the text into the model's own chat template. */
export function ChatSwitch({ chat, onChat }: ChatSwitchProps) {
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
