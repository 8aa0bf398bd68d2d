import type { Context } from "hono";
import { isEmbed } from "@/lib/server/embed.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { PageIntro } from "@/lib/ui/page/page_intro.tsx";
import { Explanations, Idea, ShowMe } from "@/lib/ui/page/show_me.tsx";

/** `GET /table`. */
export function table(c: Context<SiteEnv>): Response {
  const { pathname, search } = shownAddress(c);
  return renderPage(
    c,
    {
      title: "A model written by hand",
      description: "Write a next-token table by hand and run the autoregressive loop over it, step by step.",
    },
    <>
      <PageIntro title="A model written by hand">
        Write down what may follow a text, and watch the loop turn single predictions into a sentence.
      </PageIntro>
      <Island name="Table" props={{ search, base: pathname }} />
      {isEmbed(pathname) ? null : <Ideas />}
    </>,
  );
}

const SAMPLED = "/table?pick=sample&seed=7&max_steps=5&table=" + encodeURIComponent(
  "Order shipped from the -> warehouse 0.85, store 0.1, hub 0.05\n" +
    "Order shipped from the warehouse -> . 0.8, and 0.2\n" +
    "Order shipped from the warehouse and -> arrived 1\n" +
    "Order shipped from the warehouse and arrived -> . 1\n" +
    "Order shipped from the warehouse and arrived. -> </s> 1\n" +
    "Order shipped from the warehouse. -> </s> 1\n" +
    "Order shipped from the store -> . 1\n" +
    "Order shipped from the store. -> </s> 1\n" +
    "Order shipped from the hub -> . 1\n" +
    "Order shipped from the hub. -> </s> 1",
);

const UNBALANCED = "/table?table=" + encodeURIComponent(
  "Order shipped from the -> warehouse 0.85, store 0.1, hub 0.1\nOrder shipped from the warehouse -> </s> 1",
);

function Ideas() {
  return (
    <Explanations>
      <Idea title="A function from text to a distribution">
        <p>
          This table is a complete language model: it gives every text it knows a probability for each next
          token, and the probabilities of a row sum to 1.{" "}
          <ShowMe href={UNBALANCED}>Show a row that does not</ShowMe>
        </p>
      </Idea>
      <Idea title="The loop">
        <p>
          The model only ever predicts one token. A sentence comes from asking again with that token appended.
          {" "}
          <ShowMe href="/table?max_steps=0">Show the start</ShowMe>{" "}
          <ShowMe href="/table?max_steps=1">Show one step</ShowMe>{" "}
          <ShowMe href="/table">Show all three</ShowMe>
        </p>
      </Idea>
      <Idea title="Greedy or sampled">
        <p>
          Greedy takes the likeliest token at each step; sampling sometimes takes another, and the rest of the
          sentence follows it. <ShowMe href={SAMPLED}>Show a sampled sentence</ShowMe>
        </p>
      </Idea>
      <Idea title="Why nobody writes it by hand">
        <p>
          Every text needs a row of its own: one unknown word and the loop stands still. Counting, and then
          learning, fill the rows that nobody wrote.{" "}
          <ShowMe href="/table?start=Parcel+shipped+from+the">Show an unknown text</ShowMe>
        </p>
      </Idea>
    </Explanations>
  );
}
