import { type ForeignAnswer, readForeign } from "@/lib/labs/score/foreign.ts";

/** The largest answer that is read, in UTF-16 units. */
const LONGEST = 1_048_576;

/** What a pasted text is: an answer, or why it is none; null where nothing is pasted. */
type PastedAnswer = { readonly answer: ForeignAnswer } | { readonly error: string } | null;

/** Reads what was pasted; nothing that can be pasted is an error of the page. */
export function readPasted(pasted: string): PastedAnswer {
  if (pasted.trim() === "") return null;
  if (pasted.length > LONGEST) return { error: "This is longer than 1 MiB: paste a shorter answer." };
  try {
    return { answer: readForeign(pasted) };
  } catch (error) {
    if (error instanceof RangeError) return { error: error.message };
    throw error;
  }
}
