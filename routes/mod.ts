/**
 * The site map: every page, one line each.
 *
 * @module
 */
import type { PageRoute } from "@/routes/page_route.ts";
import type { Hono } from "hono";
import { embedPath } from "@/lib/server/embed.ts";
import type { SiteEnv } from "@/lib/server/site.ts";
import { stylesheet } from "@/lib/server/assets/stylesheet.ts";
import { apiPage } from "@/routes/api_page.tsx";
import { course } from "@/routes/learn/course.tsx";
import { practice } from "@/routes/learn/practice.tsx";
import { learnStep } from "@/routes/learn/step.tsx";
import { stepPath, STEPS } from "@/lib/learn/course/steps.ts";
import { check } from "@/routes/learn/check.tsx";
import { experiment } from "@/routes/experiment.tsx";
import { favicon } from "@/routes/site/favicon.ts";
import { gallery } from "@/routes/gallery/gallery.tsx";
import { EXPERIMENTS } from "@/lib/limits/experiments.ts";
import { limit } from "@/routes/limits/limit.tsx";
import { limits } from "@/routes/limits/limits.tsx";
import { mistakes } from "@/routes/limits/mistakes.tsx";
import { teachDice } from "@/routes/teach/dice.tsx";
import { teachQuestions } from "@/routes/teach/questions.tsx";
import { teachSheet } from "@/routes/teach/sheet.tsx";
import { teach } from "@/routes/teach/teach.tsx";
import { labs } from "@/routes/labs.ts";
import { health } from "@/routes/site/health.ts";
import { modelCard } from "@/routes/models/card.tsx";
import { manifest } from "@/routes/site/manifest.ts";
import { offline } from "@/routes/site/offline.tsx";
import { preview, storedPreview } from "@/routes/preview/mod.ts";
import { privacy } from "@/routes/privacy.tsx";
import { robots } from "@/routes/site/robots.ts";
import { sitemap } from "@/routes/site/sitemap.ts";
import { serviceWorker } from "@/routes/site/service_worker.ts";
import { source } from "@/routes/site/source.ts";

/** Every page that a visitor can open, in the order of the navigation. */
export const pages: readonly PageRoute[] = [
  ...labs,
  { path: "/models/parcel-gpt", title: "parcel-gpt", group: "models", handler: modelCard("parcel-gpt") },
  { path: "/models/parcel-gru", title: "parcel-gru", group: "models", handler: modelCard("parcel-gru") },
  { path: "/models/parcel-bert", title: "parcel-bert", group: "models", handler: modelCard("parcel-bert") },
  { path: "/learn", title: "Course", group: "learn", handler: course },
  ...STEPS.map((step): PageRoute => ({
    path: stepPath(step),
    title: `Learn: ${step.title}`,
    group: "course",
    handler: learnStep(step),
  })),
  { path: "/learn/practice", title: "Practice", group: "learn", handler: practice },
  { path: "/check", title: "Mastery check", group: "learn", handler: check },
  { path: "/limits", title: "Limits", group: "learn", handler: limits, asksModels: true },
  { path: "/learn/mistakes", title: "Six mistakes", group: "learn", handler: mistakes, asksModels: true },
  { path: "/teach", title: "For teachers", group: "learn", handler: teach, asksModels: true },
  { path: "/teach/sheet", title: "Guesses on paper", group: "course", handler: teachSheet, asksModels: true },
  { path: "/teach/dice", title: "Dice booklet", group: "course", handler: teachDice, asksModels: true },
  {
    path: "/teach/questions",
    title: "Two questions, before and after",
    group: "course",
    handler: teachQuestions,
    asksModels: true,
  },
  ...EXPERIMENTS.map((experiment): PageRoute => ({
    path: `/limits/${experiment.name}`,
    title: experiment.title,
    group: "course",
    handler: limit(experiment),
    ...(experiment.name === "training-text" ? { cost: () => ({ milliseconds: 200 }) } : { asksModels: true }),
  })),
  { path: "/gallery", title: "Gallery", group: "learn", handler: gallery },
  { path: "/api", title: "API", group: "about", handler: apiPage },
  { path: "/privacy", title: "Privacy", group: "about", handler: privacy },
];

/** Mounts the pages and the fixed addresses beside them. */
export function mountRoutes(app: Hono<SiteEnv>): void {
  for (const { path, handler, embed } of pages) {
    app.get(path, handler);
    if (embed) app.get(embedPath(path), handler);
  }
  app.get(embedPath("/check"), check);
  app.get(embedPath("/learn"), course);
  for (const step of STEPS) app.get(embedPath(stepPath(step)), learnStep(step));
  app.get("/preview/e/:id", storedPreview);
  app.get("/preview/:page{.+}", preview);
  app.get("/e/:id", experiment(pages));
  app.get("/healthz", health);
  app.get("/styles.css", stylesheet);
  app.get("/robots.txt", robots);
  app.get("/sitemap.xml", sitemap);
  app.get("/favicon.ico", favicon);
  app.get("/manifest.webmanifest", manifest);
  app.get("/offline", offline);
  app.get("/source/:part/:file", source);
  app.get("/sw.js", serviceWorker);
}
