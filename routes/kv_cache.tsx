import type { Context } from "hono";
import { isEmbed } from "@/lib/server/embed.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { Formula, PageIntro } from "@/lib/ui/page/page_intro.tsx";
import { Explanations, Idea, ShowMe } from "@/lib/ui/page/show_me.tsx";

/** `GET /kv-cache`. */
export function kvCache(c: Context<SiteEnv>): Response {
  const { pathname, search } = shownAddress(c);
  return renderPage(
    c,
    {
      title: "KV cache",
      description:
        "How much memory a model's keys and values take: heads, windows, latents, states, types and blocks, written out.",
    },
    <>
      <PageIntro title="KV cache">
        See how much memory a model keeps of what it has read, and how many requests fit beside its weights.
      </PageIntro>
      <Island name="KvCache" props={{ search, base: pathname, modelHost: c.var.site.config.modelHost }} />
      {isEmbed(pathname) ? null : <Ideas />}
    </>,
  );
}

function Ideas() {
  return (
    <Explanations>
      <SizeIdeas />
      <KindIdeas />
    </Explanations>
  );
}

/** What makes a cache of one kind larger or smaller. */
function SizeIdeas() {
  return (
    <>
      <Idea title="Two vectors a token, head and layer">
        <Formula>bytes = batch × tokens × layers × KV heads × (key + value) × bytes each</Formula>
        <p>
          Each layer keeps a key and a value of every token, so that the next token need not compute them
          again. <ShowMe href="/kv-cache">Show 2,048 tokens: 1 GiB</ShowMe>{" "}
          <ShowMe href="/kv-cache?tokens=32768">Show 32,768 tokens: 16 GiB</ShowMe>
        </p>
      </Idea>
      <Idea title="It grows with the context, the weights do not">
        <p>
          At a short context the weights are what fills a device; at a long one the cache is.{" "}
          <ShowMe href="/kv-cache?tokens=4096&weights_gib=15">Show 4K: 2 GiB</ShowMe>{" "}
          <ShowMe href="/kv-cache?tokens=131072&weights_gib=15">Show 128K: 64 GiB</ShowMe>
        </p>
      </Idea>
      <Idea title="Fewer heads">
        <p>
          Query heads may share keys and values: all with their own (multi-head), in groups (grouped-query),
          or one for all (multi-query).{" "}
          <ShowMe href="/kv-cache?preset=llama-2-7b-hf&tokens=4096">Show Llama 2 7B</ShowMe>{" "}
          <ShowMe href="/kv-cache?preset=llama-3.1-8b&tokens=4096">Show Llama 3.1 8B</ShowMe>{" "}
          <ShowMe href="/kv-cache?preset=falcon-7b&tokens=2048">Show Falcon 7B</ShowMe>
        </p>
      </Idea>
      <Idea title="Fewer bits">
        <p>
          Keys and values in 8 or 4 bits take a half or a quarter, and a scale for each group of elements.
          {" "}
          <ShowMe href="/kv-cache?dtype=int8">Show int8</ShowMe>{" "}
          <ShowMe href="/kv-cache?key_dtype=int8&value_dtype=int4">Show int8 keys, int4 values</ShowMe>
        </p>
      </Idea>
      <Idea title="Who fits">
        <p>
          What the weights leave is shared by all requests.{" "}
          <ShowMe href="/kv-cache?preset=llama-3.1-8b&tokens=8192&memory_gib=80">Show 8B on 80 GiB</ShowMe>
          {" "}
          <ShowMe href="/kv-cache?preset=llama-3.1-70b&tokens=8192&memory_gib=80&weight_dtype=int4">
            Show 70B in 4 bits
          </ShowMe>
        </p>
      </Idea>
    </>
  );
}

/** Other kinds of layers. */
function KindIdeas() {
  return (
    <>
      <Idea title="One compressed vector">
        <p>
          Latent attention keeps a short vector from which every head's key and value are made again.{" "}
          <ShowMe href="/kv-cache?preset=deepseek-v3.1&tokens=163840&batch=1">Show DeepSeek-V3.1</ShowMe>{" "}
          <ShowMe href="/kv-cache?preset=glm-5&tokens=202752&batch=1">Show GLM-5, with an index</ShowMe>
        </p>
      </Idea>
      <Idea title="Windows: engines disagree">
        <p>
          A sliding layer needs its last tokens only. Some engines keep just those, others hand out pages for
          the whole length: the lower and the upper bound.{" "}
          <ShowMe href="/kv-cache?preset=gpt-oss-20b&tokens=8192&batch=32">
            Show gpt-oss: 6.09 or 12 GiB
          </ShowMe>{" "}
          <ShowMe href="/kv-cache?preset=gemma-3-27b-pt&tokens=131072&batch=1">Show Gemma 3</ShowMe>
        </p>
      </Idea>
      <Idea title="States that do not grow">
        <p>
          Linear attention and state-space layers keep one state of fixed size, however long the text.{" "}
          <ShowMe href="/kv-cache?preset=qwen3.5-27b&tokens=262144&batch=1">Show Qwen3.5</ShowMe>{" "}
          <ShowMe href="/kv-cache?preset=jamba-v0.1&tokens=262144&batch=1">Show Jamba</ShowMe>{" "}
          <ShowMe href="/kv-cache?preset=mamba-2.8b-hf&tokens=131072&batch=1">Show Mamba</ShowMe>
        </p>
      </Idea>
    </>
  );
}
