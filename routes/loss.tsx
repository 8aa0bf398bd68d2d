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
import { Formula } from "@/lib/ui/page/page_intro.tsx";

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
      {isEmbed(pathname)
        ? null
        : <Formula>loss = ln Σ_j exp(z_j) − z_target = −ln p_target; perplexity = exp(mean loss)</Formula>}
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
