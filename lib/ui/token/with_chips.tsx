import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

/** A sentence in which what stands between ⟦ and ⟧ is a token, shown as a chip. */
export function WithChips({ text }: { readonly text: string }) {
  const parts = text.split(/⟦([^⟧]*)⟧/);
  return <>{parts.map((part, index) => index % 2 === 0 ? part : <LabelChip key={index} text={part} />)}</>;
}
