import { TokenChip } from "@/lib/ui/token/chip.tsx";

const ENCODER = new TextEncoder();

/** A token that is known by its text alone, as a chip. */
export function LabelChip({ text, id = -1 }: { readonly text: string; readonly id?: number }) {
  return <TokenChip token={{ id, bytes: ENCODER.encode(text) }} />;
}
