import type { Context } from "hono";
import { parseFields } from "@/lib/experiment/codec.ts";
import { SCORE_FIELDS } from "@/lib/experiment/fields/score_fields.ts";
import { countCorpus } from "@/lib/server/count_corpus.ts";
import { isEmbed } from "@/lib/server/embed.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { timed } from "@/lib/server/observe/timing.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { scoreOnServer } from "@/lib/server/score_on_server.ts";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { Explanations, Idea, ShowMe } from "@/lib/ui/page/show_me.tsx";
import { scorePreview } from "@/routes/preview/score.tsx";
import { lab } from "@/routes/page_route.ts";
import { scoreCost } from "@/routes/threads/score_cost.ts";

/** `GET /score`. */
async function score(c: Context<SiteEnv>): Promise<Response> {
  const { pathname, search, searchParams } = shownAddress(c);
  const { query } = parseFields(SCORE_FIELDS, searchParams);
  return renderPage(
    c,
    {
      title: "Score a text",
      description:
        "A text under a language model: the surprise of each token, total bits, perplexity and the conventions behind it.",
    },
    <>
      <Island
        name="Score"
        props={{
          search,
          base: pathname,
          corpus: countCorpus,
          shipped: shippedModels(),
          modelHost: c.var.site.config.modelHost,
          scored: c.get("isForTab") ? null : await timed(c, "model", () => scoreOnServer(query)),
        }}
      />
      {isEmbed(pathname) ? null : <Ideas />}
    </>,
  );
}

function Ideas() {
  return (
    <Explanations>
      <Idea title="Only some figures compare">
        <p>
          A token is what a model’s own tokenizer makes it, so perplexity per token compares no two
          tokenizers. Bits a byte, a character or a word do.{" "}
          <ShowMe href="/score?model=counts">Show the same text under counts</ShowMe>
        </p>
      </Idea>
      <Idea title="A convention is part of the figure">
        <p>
          Where a long text is cut, what stands in front, and which tokens count move a perplexity by tens of
          percent. Say which was used. <ShowMe href="/score?bos=none">Show it without a begin token</ShowMe>
        </p>
      </Idea>
      <Idea title="Surprise is not falsehood">
        <p>
          A likely text can be wrong and a true one surprising: the figure says how well the model predicts,
          and nothing else.{" "}
          <ShowMe href="/score?text=The+package+left+the+coupon.">Show an unlikely ending</ShowMe>
        </p>
      </Idea>
    </Explanations>
  );
}

/** The page /score. */
export const scoreLab = lab({
  path: "/score",
  title: "Score a text",
  group: "calculate",
  fields: SCORE_FIELDS,
  handler: score,
  card: scorePreview,
  cost: scoreCost,
  tabComputes: true,
  parts: [
    { name: "inputs", label: "Text and model", mark: "text" },
    { name: "model", label: "Model", mark: "model" },
    { name: "convention", label: "Convention", mark: "settings" },
    { name: "words", label: "By word", mark: "generated" },
    { name: "forcing", label: "All positions in one pass", mark: "run" },
  ],
});
