import type { Context } from "hono";
import { isEmbed } from "@/lib/server/embed.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { Formula, PageIntro } from "@/lib/ui/page/page_intro.tsx";
import { Explanations, Idea, ShowMe } from "@/lib/ui/page/show_me.tsx";

/** `GET /softmax`. */
export function softmax(c: Context<SiteEnv>): Response {
  const { pathname, search } = shownAddress(c);
  return renderPage(
    c,
    {
      title: "Softmax",
      description:
        "Turn logits into probabilities: temperature, sampler stages, seeded draws, and why nothing overflows.",
    },
    <>
      <PageIntro title="Softmax">
        See how scores become probabilities, and what adding, dividing, cutting and drawing do to them.
      </PageIntro>
      <Island name="Softmax" props={{ search, base: pathname }} />
      {isEmbed(pathname) ? null : <Ideas />}
    </>,
  );
}

function Ideas() {
  return (
    <Explanations>
      <Idea title="From scores to shares">
        <Formula>p_i = exp(z_i / T) / Σ_j exp(z_j / T)</Formula>
        <p>
          Every score becomes a positive number, every number is divided by the sum of all: the shares add up
          to 1. <ShowMe href="/softmax">Show the support bot's next word</ShowMe>
        </p>
      </Idea>
      <Idea title="Temperature divides">
        <p>
          Below 1 the gaps between scores grow and the likeliest token gains; above 1 they shrink.{" "}
          <ShowMe href="/softmax?temperature=0.5">Show T = 0.5</ShowMe>{" "}
          <ShowMe href="/softmax?temperature=2">Show T = 2</ShowMe>{" "}
          <ShowMe href="/softmax?temperature=0">Show greedy, T = 0</ShowMe>
        </p>
      </Idea>
      <Idea title="A constant changes nothing">
        <p>
          Added to every score it multiplies every exponential by the same factor, which the sum takes out
          again. So the largest score may be subtracted first, and then no exponential is above 1.{" "}
          <ShowMe href="/softmax?add=1000">Show 1,000 added</ShowMe>{" "}
          <ShowMe href="/softmax?logits=1000,999,998">Show logits near 1,000</ShowMe>
        </p>
      </Idea>
      <Idea title="Greedy and sampled">
        <p>
          Greedy takes the likeliest token every time. A draw takes each as often as its probability says, and
          a seed makes the draws the same again, here and in NumPy.{" "}
          <ShowMe href="/softmax?labels=warehouse,hub,carrier&logits=2.4,1.7,0.2&temperature=1.4&seed=4&draws=8">
            Show eight draws with seed 4
          </ShowMe>{" "}
          <ShowMe href="/softmax?labels=warehouse,hub,carrier&logits=2.4,1.7,0.2&temperature=1.4&seed=4&draws=10000">
            Show 10,000
          </ShowMe>
        </p>
      </Idea>
      <Idea title="Cutting the tail">
        <p>
          Top-k keeps the k likeliest tokens, top-p the fewest whose mass reaches p, min-p those at least that
          fraction as likely as the first. What is left is divided by its sum again.{" "}
          <ShowMe href="/softmax?top_k=2">Show top-k 2</ShowMe>{" "}
          <ShowMe href="/softmax?top_p=0.9">Show top-p 0.9</ShowMe>{" "}
          <ShowMe href="/softmax?min_p=0.05">Show min-p 0.05</ShowMe>
        </p>
      </Idea>
    </Explanations>
  );
}
