import type { Context } from "hono";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";

/** `GET /offline`: what the service worker shows in place of a page that it did not keep. */
export function offline(c: Context<SiteEnv>): Response {
  return renderPage(
    c,
    {
      title: "Offline",
      description: "This address needs the network; what works without it.",
      indexed: false,
    },
    <article class="prose">
      <h1>You are offline</h1>
      <p>What is at this address is on the server. It opens when the network is back: load it again then.</p>
      <p>These pages work without it, with what this browser has loaded before:</p>
      <ul>
        {c.var.site.pages.map(({ path, title }) => (
          <li key={path}>
            <a href={path}>{title}</a>
          </li>
        ))}
      </ul>
    </article>,
  );
}
