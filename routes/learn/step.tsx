import type { Context } from "hono";
import type { Step } from "@/lib/learn/course/step.ts";
import type { StepPlace } from "@/lib/learn/course/step_address.ts";
import { countCorpus } from "@/lib/server/count_corpus.ts";
import { shippedModels } from "@/lib/server/models/shipped_models.ts";
import { timed } from "@/lib/server/observe/timing.ts";
import { isEmbed } from "@/lib/server/embed.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { stepFacts } from "@/routes/learn/step_facts.ts";

/** Makes `GET /learn/STEP`: a step of the course, with what the server's models say of it. */
export function learnStep(step: Step): (c: Context<SiteEnv>) => Promise<Response> {
  return async (c) => {
    const facts = await timed(c, "model", () => stepFacts(step));
    return renderPage(
      c,
      { title: `Learn: ${step.title}`, description: `${step.question} Guess first, then see it live.` },
      <Island
        name="LearnStep"
        props={{
          name: step.name,
          facts,
          place: placeOf(c.req.url),
          corpus: countCorpus,
          shipped: shippedModels(),
          modelHost: c.var.site.config.modelHost,
        }}
      />,
    );
  };
}

function placeOf(address: string): StepPlace {
  const { pathname, searchParams } = new URL(address);
  if (!isEmbed(pathname)) return "site";
  return searchParams.get("in") === "course" ? "course" : "alone";
}
