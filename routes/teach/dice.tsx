import type { Context } from "hono";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { DICE, diceBooklet, type DicePage, type Die } from "@/lib/teach/dice_booklet.ts";
import { TextAreaField } from "@/lib/ui/form/text_fields.tsx";
import { AnswerSentence } from "@/lib/ui/page/answer_sentence.tsx";
import { Island } from "@/lib/ui/page/island.tsx";
import { WORKED_SENTENCES } from "@/lib/training/training_settings.ts";

/** Characters of a text that are read; a booklet of more is no booklet. */
const LONGEST = 4000;

/** `GET /teach/dice`: an n-gram as a booklet for dice. */
export function teachDice(c: Context<SiteEnv>): Response {
  const { searchParams } = new URL(c.req.url);
  const corpus = (searchParams.get("corpus") ?? WORKED_SENTENCES.join("\n")).slice(0, LONGEST);
  const die = DICE.find((sides) => `d${sides}` === searchParams.get("die")) ?? 20;
  const pages = diceBooklet(corpus, die);
  const worst = Math.max(0, ...pages.map(({ largestError }) => largestError));
  return renderPage(
    c,
    {
      title: "Dice booklet",
      description: "Any text as an n-gram model of paper: roll a die, read the next word, go on.",
    },
    <div class="limit sheet">
      <AnswerSentence
        note={`Begin at (start). Roll, read the word beside your number, go to its page, and roll again until (end). Rounding to ${die} faces moves a probability by at most ${
          (worst * 100).toFixed(1)
        } %.`}
      >
        A language model of paper: {pages.length} pages and a die with {die} sides
      </AnswerSentence>
      <form method="get" class="limit-fields no-print" aria-label="Dice booklet">
        <TextAreaField name="corpus" label="Text, one sentence a line" value={corpus} rows={6} />
        <div class="pills">
          {DICE.map((sides) => (
            <label class="pill" key={sides}>
              <input type="radio" name="die" value={`d${sides}`} checked={sides === die} />d{sides}
            </label>
          ))}
          <button type="submit" class="primary">Make the booklet</button>
        </div>
      </form>
      <div class="dice-pages">
        {pages.map((page) => <PageView key={page.context} page={page} die={die} />)}
      </div>
      <Island name="TeachQr" props={{}} />
      <p class="no-print">
        <a href="/teach">For teachers</a>
      </p>
    </div>,
  );
}

function PageView({ page: { context, lines }, die }: { readonly page: DicePage; readonly die: Die }) {
  return (
    <table class="figures dice-page">
      <caption>{context}</caption>
      <thead>
        <tr>
          <th scope="col">d{die}</th>
          <th scope="col">next word</th>
          <th scope="col" class="num">count</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ word, count, faces }) => (
          <tr key={word}>
            <th scope="row">
              {faces === null ? "no face" : faces[0] === faces[1] ? faces[0] : `${faces[0]}–${faces[1]}`}
            </th>
            <td>{word}</td>
            <td class="num">{count}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
