import type { Context } from "hono";
import { parseFields } from "@/lib/experiment/codec.ts";
import { LOSS_FIELDS, lossMode } from "@/lib/experiment/fields/loss_fields.ts";
import { type ScoredText, scoreText } from "@/lib/lm/loss/score_text.ts";
import { countCorpus, serverCounts } from "@/lib/server/count_corpus.ts";
import { isEmbed } from "@/lib/server/embed.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { timed } from "@/lib/server/observe/timing.ts";
import { SERVER_TOKENS, serverModel, shippedModels } from "@/lib/server/models/shipped_models.ts";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { Formula, PageIntro } from "@/lib/ui/page/page_intro.tsx";
import { Explanations, Idea, ShowMe } from "@/lib/ui/page/show_me.tsx";

/** `GET /loss`. */
export async function loss(c: Context<SiteEnv>): Promise<Response> {
  const { pathname, search, searchParams } = shownAddress(c);
  return renderPage(
    c,
    {
      title: "Loss and perplexity",
      description:
        "Cross-entropy, perplexity, bits and the chain rule: from logits, probabilities, or a text.",
    },
    <>
      <PageIntro title="Loss and perplexity">
        Find out how surprised a model is by the token that really came, and what that says of a whole
        sequence.
      </PageIntro>
      <Island
        name="Loss"
        props={{
          search,
          base: pathname,
          corpus: countCorpus,
          shipped: shippedModels(),
          scored: await timed(c, "model", () => scoredText(searchParams)),
        }}
      />
      {isEmbed(pathname) ? null : <Ideas />}
    </>,
  );
}

/** The longest text that the server counts while others wait; the tab takes longer ones. */
const MAX_COUNTED_LENGTH = 1500;

async function scoredText(params: URLSearchParams): Promise<ScoredText | null> {
  const { query } = parseFields(LOSS_FIELDS, params);
  const { text, model } = query;
  if (lossMode(query) !== "text") return null;
  if (model === "counts") {
    return text.length > MAX_COUNTED_LENGTH ? null : await scoreText(serverCounts(), text);
  }
  const network = serverModel(model);
  const tokens = await network.encode(text);
  return tokens.length > SERVER_TOKENS[model] ? null : await scoreText(network, text);
}

function Ideas() {
  return (
    <Explanations>
      <Idea title="Cross-entropy">
        <Formula>loss = ln Σ_j exp(z_j) − z_target = −ln p_target</Formula>
        <p>
          Training lowers the mean of this over all positions. It looks at the true token's probability only.
          {" "}
          <ShowMe href="/loss">Show four positions</ShowMe>{" "}
          <ShowMe href="/loss?logits=10000,-10000%0A-10000,10000&targets=0,0">Show logits of ±10,000</ShowMe>
        </p>
      </Idea>
      <Idea title="Labels are the inputs, shifted">
        <p>
          Each token is the target of the tokens before it, so one text gives a loss at every position in one
          pass. <ShowMe href="/loss">Show the shifted rows</ShowMe>
        </p>
      </Idea>
      <Idea title="Perplexity">
        <Formula>perplexity = exp(mean loss) = 1 / geometric mean of p</Formula>
        <p>
          One unlikely token weighs as much as several likely ones.{" "}
          <ShowMe href="/loss?probabilities=0.5,0.5,0.5,0.125">Show three coins and a surprise</ShowMe>{" "}
          <ShowMe href="/loss?losses_nats=0.69">Show a loss of 0.69</ShowMe>
        </p>
      </Idea>
      <Idea title="Its two ends">
        <p>
          Certain every time, it is 1. Evenly spread over 50,000 tokens, it is 50,000.{" "}
          <ShowMe href="/loss?probabilities=1,1,1">Show certainty</ShowMe>{" "}
          <ShowMe href="/loss?probabilities=0.00002,0.00002">Show one in 50,000</ShowMe>
        </p>
      </Idea>
      <Idea title="The chain rule">
        <p>
          A sequence is as probable as the product of its tokens' probabilities, each given those before it.
          Long products underflow; sums of logarithms do not.{" "}
          <ShowMe href="/loss?probabilities=0.6,0.8,0.25,0.5">Show 0.6 · 0.8 · 0.25 · 0.5</ShowMe>
        </p>
      </Idea>
      <Idea title="What it does not say">
        <p>
          A loss of 0.69 means a perplexity of about 2: half of the probability fell on the true token. It
          does not mean that an answer is true, current or useful. Models with different tokens are compared
          per byte, not per token.{" "}
          <ShowMe href="/loss?text=The+package+left+the+warehouse.">Show a text per byte</ShowMe>
        </p>
      </Idea>
    </Explanations>
  );
}
