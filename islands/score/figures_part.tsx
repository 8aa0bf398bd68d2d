import { useComputed } from "@preact/signals";
import { saveFile } from "../share/save_file.ts";
import type { ScoreQuery } from "@/lib/experiment/fields/score_fields.ts";
import type { QueryLab } from "@/lib/labs/query/query_lab.ts";
import { type ScoreView, tokensCsv } from "@/lib/labs/score/score_view.ts";
import { LOG_UNITS } from "@/lib/lm/loss/log_base.ts";
import type { ScoredDocument } from "@/lib/lm/loss/text/score_document.ts";
import { formatFigure } from "@/lib/ui/format.ts";
import { Fold } from "@/lib/ui/page/fold.tsx";
import { Term } from "@/lib/ui/page/term.tsx";
import { formatInformation } from "@/lib/ui/score/format_information.ts";
import { formatPerplexity } from "@/lib/ui/score/format_perplexity.ts";
import { ScoredTable } from "@/lib/ui/score/scored_table.tsx";
import { TotalsTable } from "@/lib/ui/score/totals_table.tsx";

interface PartProps {
  readonly lab: QueryLab<ScoreQuery>;
  readonly document: ScoredDocument;
  readonly view: ScoreView;
}

/** A text of at most `MAX_ROWS` tokens stands in the table as a whole, a longer one with its first `BEGINNING`. */
const MAX_ROWS = 2000;
const BEGINNING = 100;

/** What the text comes to, and its tokens as a table. */
export function FiguresPart({ lab, document, view }: PartProps) {
  const { totals, documents } = view;
  const { convention } = document.settings;
  const per = useComputed(() => lab.query.value.per).value;
  const base = useComputed(() => lab.query.value.base).value;
  const { unit, perBit } = LOG_UNITS[base];
  const perplexity = (per === "document" ? documents : totals).perplexity;
  return (
    <>
      <p
        class="headline"
        data-convention={convention}
        data-per={per}
        data-documents={documents.documents}
        data-tokens-scored={totals.tokensScored}
        data-mean-nll-nats={totals.meanNllNats ?? ""}
        data-perplexity={perplexity ?? ""}
        data-total-bits={totals.totalBits}
        data-bits-per-byte={totals.bitsPerByte ?? ""}
        data-bits-per-word={totals.bitsPerWord ?? ""}
        data-bits-per-character={totals.bitsPerCharacter ?? ""}
      >
        <span title={String(perplexity)}>
          <Term name="perplexity" />{" "}
          <b class="num">{perplexity === null ? "none" : formatPerplexity(perplexity)}</b>
          {per === "document" && ", mean of documents"}
        </span>
        <span title={String(totals.totalBits * perBit)}>
          total <b class="num">{formatInformation(totals.totalBits, base, 1)}</b>
        </span>
        <span title={String(totals.bitsPerByte)}>
          <b class="num">
            {totals.bitsPerByte === null ? "none" : formatFigure(totals.bitsPerByte * perBit, 3)}
          </b>{" "}
          {unit} a byte
        </span>
      </p>
      <TotalsTable totals={totals} base={base} />
      <Fold summary="Scored tokens, and the chain rule as a running sum">
        <ScoredTable
          total={view.length}
          rows={view.tokens(0, mostRows(view.length)).map(({ id, bytes, rank, bitsSoFar }, index) => ({
            position: index + 1,
            id,
            bytes,
            rank,
            bitsSoFar,
            logProbability: document.tokens[index]!.score?.logProbability ?? null,
          }))}
        />
        <div class="acts needs-js">
          <button type="button" class="link" onClick={() => save(document)}>all tokens as CSV</button>
        </div>
      </Fold>
    </>
  );
}

function mostRows(tokens: number): number {
  return tokens <= MAX_ROWS ? tokens : BEGINNING;
}

function save({ tokens }: ScoredDocument): void {
  saveFile("scored-tokens.csv", new Blob([tokensCsv(tokens)], { type: "text/csv" }));
}
