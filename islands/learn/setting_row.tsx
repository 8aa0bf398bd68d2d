import { Handle } from "@/lib/ui/form/handle.tsx";

interface SettingRowProps {
  readonly label: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** The value as it is written. */
  readonly text: string;
  readonly onInput: (value: number) => void;
}

/** A setting of a figure: its name, a handle, and its value. */
export function SettingRow({ text, ...handle }: SettingRowProps) {
  return (
    <div class="handle-row">
      <span>{handle.label}</span>
      <Handle {...handle} valueText={text} />
      <b class="num">{text}</b>
    </div>
  );
}
