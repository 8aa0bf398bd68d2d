/** The course, the limits and the pages for teachers as they are served: what stands there where no script runs. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { STEPS } from "@/lib/learn/course/steps.ts";
import { stepAddress } from "@/lib/learn/course/step_address.ts";
import { EXPERIMENTS } from "@/lib/limits/experiments.ts";
import { MISTAKES } from "@/lib/limits/mistakes.ts";
import { siteWith } from "../server/site_under_test.ts";

const ask = siteWith();

/** The text of a page's main part. */
async function textOf(address: string): Promise<string> {
  const html = await (await ask(address)).text();
  return plain(/<main[^>]*>(.*)<\/main>/s.exec(html)![1]!);
}

function plain(html: string): string {
  return html.replaceAll(/<[^>]*>/g, " ").replaceAll(/&(?:quot|#34);/g, '"').replaceAll("&amp;", "&")
    .replaceAll("&lt;", "<").replaceAll(/\s+/g, " ");
}

Deno.test("a step as served: its sentences, question and hint, the figure, no answer, and where to see one", async () => {
  for (const step of STEPS) {
    const text = await textOf(`/learn/${step.name}`);
    for (const each of [...step.sentences, step.question, step.hint]) {
      assertStringIncludes(text, each.replaceAll(/\s+/g, " "), step.name);
    }
    assert(!text.includes(step.after[0]!), `${step.name} gives its answer away`);
    const html = await (await ask(`/learn/${step.name}`)).text();
    assertMatch(html, /<noscript>.*Guessing needs a script/s, step.name);
    assertStringIncludes(html.replaceAll("&amp;", "&"), `href="${step.open.href}"`);
  }
});

Deno.test("the course's first page links to every step; framed, to the framed steps and to nothing outside", async () => {
  const html = await (await ask("/learn")).text();
  const framed = await (await ask("/embed/learn")).text();
  for (const step of STEPS) {
    assertStringIncludes(html, `href="${stepAddress(step, "site")}"`);
    assertStringIncludes(framed, `href="${stepAddress(step, "course")}"`);
  }
  assert(!framed.includes('href="/check"') && !framed.includes('href="/learn/practice"'));
});

Deno.test("a step alone in a frame leads to no other step; one of the framed course does", async () => {
  const alone = await (await ask("/embed/learn/chain")).text();
  assert(!/href="\/(embed\/)?learn\/counts/.test(alone));
  const inside = await (await ask("/embed/learn/chain?in=course")).text();
  assertStringIncludes(inside, 'href="/embed/learn/counts?in=course"');
  assert(!inside.includes('href="/learn/counts"'));
  assertMatch(
    (await ask("/embed/learn/chain")).headers.get("content-security-policy") ?? "",
    /frame-ancestors \*/,
  );
});

Deno.test("without a script the experiments that the server computes answer a form", async () => {
  const answered = async (name: string, query: string) => {
    const html = await (await ask(`/limits/${name}${query}`)).text();
    assertMatch(html, /<form[^>]* method="get"/, name);
    const [, figures] = /data-figures="([^"]*)"/.exec(html) ?? [];
    return JSON.parse(figures!.replaceAll("&quot;", '"')) as Record<string, number>;
  };
  assert((await answered("refund", "?policy=other"))["after"]! > 0.99);
  assertEquals((await answered("training-text", "?k=7"))["counted"], 0.7);
  assertEquals((await answered("fixes", "?source=1&citation=1"))["cited"], 1);
  assert((await answered("minimal-pairs", "?pairs=She+is+here.+|+She+are+here."))["parcel-gpt_wins"]! <= 1);
});

Deno.test("the list of limits has every experiment, and the mistakes their symptom and fix", async () => {
  const list = await (await ask("/limits")).text();
  for (const { name } of EXPERIMENTS) assertStringIncludes(list, `href="/limits/${name}"`);
  const mistakes = (await (await ask("/learn/mistakes")).text()).replaceAll("&amp;", "&");
  for (const { symptomHref, fixHref } of MISTAKES) {
    assertStringIncludes(mistakes, `href="${symptomHref}"`);
    assertStringIncludes(mistakes, `href="${fixHref}"`);
  }
});

Deno.test("the course on paper has each question and, apart from them, each answer", async () => {
  const text = await textOf("/teach/sheet?of=course");
  const [questions, key] = text.split("Answer key") as [string, string];
  for (const { question, guess } of STEPS) {
    assertStringIncludes(questions, question);
    if (guess.kind === "order") assertStringIncludes(key, guess.items.join(" → "));
  }
  for (
    const answer of [
      "87.0\u00a0%",
      "6.0\u00a0%",
      "33.3\u00a0%",
      "57.5\u00a0%",
      "2.83 choices",
      "250 of 251",
      "16\u00a0GiB",
    ]
  ) {
    assertStringIncludes(key, answer.replaceAll("\u00a0", " "));
  }
  assert(
    !/drag|press|type/i.test(questions.replace(/Print this page.*?own\./, "")),
    "paper has no bar to drag",
  );
});

Deno.test("every figure of the plans is filled in, also in the plans as text", async () => {
  const text = await textOf("/teach");
  assert(!/\{[a-z_]+\}/.test(text), "a figure is missing");
  for (
    const part of ["# 20 minutes", "# 45 minutes", "# 90 minutes", "80.0 % to 57.5 %", "2.83", "<iframe"]
  ) {
    assertStringIncludes(text, part);
  }
  assertMatch(text, /Data protection, to copy/);
  assertMatch(text, /IP address/);
});
