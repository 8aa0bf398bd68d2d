import type { Context } from "hono";
import { parseFields } from "@/lib/experiment/codec.ts";
import { NGRAM_FIELDS } from "@/lib/experiment/fields/ngram_fields.ts";
import { isEmbed } from "@/lib/server/embed.ts";
import { answerNgram, corpusUrls } from "@/lib/server/ngram_answer.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { timed } from "@/lib/server/observe/timing.ts";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { Formula, PageIntro } from "@/lib/ui/page/page_intro.tsx";
import { Term } from "@/lib/ui/page/term.tsx";
import { Explanations, Idea, ShowMe } from "@/lib/ui/page/show_me.tsx";

/** `GET /ngram`. */
export function ngram(c: Context<SiteEnv>): Response {
  const { pathname, search, searchParams } = shownAddress(c);
  const { query } = parseFields(NGRAM_FIELDS, searchParams);
  const props = {
    search,
    base: pathname,
    ...timed(c, "model", () => answerNgram(query)),
    corpora: corpusUrls,
  };
  return renderPage(
    c,
    {
      title: "N-grams",
      description:
        "Count a corpus, smooth the counts eight ways, watch the backoff, and measure what no corpus ever shows.",
    },
    <>
      <PageIntro title="N-grams">
        See how far counting alone goes: what followed what, how often, and what to do about what never did.
      </PageIntro>
      <Island name="Ngram" props={props} />
      {isEmbed(pathname) ? null : <Ideas />}
    </>,
  );
}

function Ideas() {
  return (
    <Explanations>
      <CountIdeas />
      <ContextIdeas />
    </Explanations>
  );
}

/** Counting, and what was never seen. */
function CountIdeas() {
  return (
    <>
      <Idea title="Count, then divide">
        <Formula>p(w | h) = count(h w) / count(h)</Formula>
        <p>
          An <Term name="n-gram" />{" "}
          model counts. After “left” six messages go on: three with warehouse, two with hub, one with carrier.
          {" "}
          <ShowMe href="/ngram">Show the six messages</ShowMe>{" "}
          <ShowMe href="/ngram?context=%3Cs%3E">Show how sentences begin</ShowMe>
        </p>
      </Idea>
      <Idea title="Never seen is not impossible">
        <p>
          Counts give depot 0, and a text with it a perplexity without end. Smoothing takes a little from what
          was seen: <Term name="smoothing" />. <ShowMe href="/ngram?smoothing=add_k">Show add-one</ShowMe>
          {" "}
          <ShowMe href="/ngram?smoothing=witten_bell">Show Witten-Bell</ShowMe>{" "}
          <ShowMe href="/ngram?smoothing=kneser_ney">Show Kneser-Ney</ShowMe>
        </p>
      </Idea>
      <Idea title="Backing off">
        <p>
          Where a long context was never seen, a shorter one may have been: <Term name="backoff" />.{" "}
          <ShowMe href="/ngram?order=3&smoothing=kneser_ney&context=customer+left">
            Show a context that was never seen
          </ShowMe>{" "}
          <ShowMe href="/ngram?order=3&smoothing=stupid_backoff&context=customer+left">
            Show stupid backoff
          </ShowMe>
        </p>
      </Idea>
    </>
  );
}

/** How far a context reaches, and what a token is. */
function ContextIdeas() {
  return (
    <>
      <Idea title="Longer contexts are rarer">
        <p>
          Every word more multiplies the possible contexts; a corpus shows ever fewer of them.{" "}
          <ShowMe href="/ngram?corpus=everyday&order=3&smoothing=kneser_ney&context=one+of">
            Show 600 kB of English
          </ShowMe>{" "}
          <ShowMe href="/ngram?corpus=everyday&order=5&smoothing=kneser_ney&context=one+of+the">
            Show order 5
          </ShowMe>
        </p>
      </Idea>
      <Idea title="One word back is not enough">
        <p>
          A bigram gives every context that ends in the same word the same distribution.{" "}
          <ShowMe href="/ngram?corpus=parcel_messages&order=3&context=the+package">
            Show parcel messages with a trigram
          </ShowMe>
        </p>
      </Idea>
      <Idea title="Parts of words">
        <p>
          Byte pairs learned from the corpus make words of pieces, so that no word is unknown.{" "}
          <ShowMe href="/ngram?corpus=parcel_messages&unit=bpe&order=4&smoothing=kneser_ney&context=the">
            Show 200 merges
          </ShowMe>{" "}
          <ShowMe href="/ngram?corpus=parcel_messages&unit=bpe&merges=0&order=5&smoothing=kneser_ney&context=the">
            Show letters
          </ShowMe>
        </p>
      </Idea>
    </>
  );
}
