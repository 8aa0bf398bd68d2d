import type { Context } from "hono";
import { isEmbed } from "@/lib/server/embed.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { PageIntro } from "@/lib/ui/page/page_intro.tsx";
import { Explanations, Idea, ShowMe } from "@/lib/ui/page/show_me.tsx";

/** `GET /context`. */
export function context(c: Context<SiteEnv>): Response {
  const { pathname, search } = shownAddress(c);
  return renderPage(
    c,
    {
      title: "Context window",
      description: "Fill a context window token by token and see what each policy drops when it is full.",
    },
    <>
      <PageIntro title="Context window">
        Fill a window with tokens and see what has to go when the next one comes.
      </PageIntro>
      <Island name="Context" props={{ search, base: pathname }} />
      {isEmbed(pathname) ? null : <Ideas />}
    </>,
  );
}

function Ideas() {
  return (
    <Explanations>
      <Idea title="Prompt and answer share it">
        <p>
          A window of 8,000 tokens with a prompt of 7,600 leaves 400 for the answer. Token 8,001 needs a
          policy. <ShowMe href="/context?generated_tokens=0">Show the prompt alone</ShowMe>{" "}
          <ShowMe href="/context">Show it full</ShowMe>
        </p>
      </Idea>
      <Idea title="The start holds the instructions">
        <p>
          Dropping the oldest tokens drops what the conversation began with. Keeping a prefix protects it.
          {" "}
          <ShowMe href="/context?generated_tokens=1400">Show 1,000 tokens too many</ShowMe>{" "}
          <ShowMe href="/context?generated_tokens=1400&policy=keep_prefix&keep=500">
            Show a kept prefix
          </ShowMe>
        </p>
      </Idea>
      <Idea title="Attention sinks">
        <p>
          Models put much attention on the first few tokens whatever they are. A window that slides without
          them breaks down; four kept tokens are enough (Xiao et al., 2023).{" "}
          <ShowMe href="/context?limit=64&prompt_tokens=40&generated_tokens=60&policy=slide_with_sinks">
            Show a small sliding window
          </ShowMe>
        </p>
      </Idea>
      <Idea title="What no policy gives back">
        <p>
          A dropped token cannot be attended to. A summary is shorter and is written by a model: it is a new
          text, not the old one.{" "}
          <ShowMe href="/context?policy=summarize">Show what a summary replaces</ShowMe>{" "}
          <ShowMe href="/context?policy=reject">Show rejection</ShowMe>
        </p>
      </Idea>
    </Explanations>
  );
}
