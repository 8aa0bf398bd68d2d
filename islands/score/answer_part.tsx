import type { ScoreView } from "@/lib/labs/score/score_view.ts";
import { LOG_UNITS, type LogBase } from "@/lib/lm/loss/log_base.ts";
import type { ScoredDocument } from "@/lib/lm/loss/text/score_document.ts";
import { formatFigure } from "@/lib/ui/format.ts";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";
import { formatInformation } from "@/lib/ui/score/format_information.ts";
import { TokenChip } from "@/lib/ui/token/chip.tsx";

interface PartProps {
  readonly document: ScoredDocument | null;
  readonly view: ScoreView | null;
  readonly model: string;
  readonly base: LogBase;
}

/** The page's first sentence: how much the text surprised its model, and where most. */
export function AnswerPart({ document, view, model, base }: PartProps) {
  const reader = document?.source.split(/[@ ]/)[0] ?? model;
  if (document === null || view === null || view.peak === null) {
    return (
      <AnswerSentence note="Type a text; the model reads it as you type.">
        How surprising is your text?
      </AnswerSentence>
    );
  }
  const [peak] = view.tokens(view.peak, view.peak + 1);
  const { bitsPerByte, totalBits } = view.totals;
  const { perBit } = LOG_UNITS[base];
  return (
    <AnswerSentence note="Open any token: its probability, its rank, and what the model expected there.">
      {reader} is surprised most by <TokenChip token={peak!} />,{" "}
      {formatInformation(peak!.bits!, base)}; the whole text is {formatInformation(totalBits, base, 1)},{" "}
      {formatFigure(bitsPerByte! * perBit, 2)} a byte.
    </AnswerSentence>
  );
}
