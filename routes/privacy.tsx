import type { Context } from "hono";
import type { VNode } from "preact";
import { type PageOptions, renderPage } from "@/lib/server/render_page.tsx";
import type { Site, SiteEnv } from "@/lib/server/site.ts";

const OPTIONS: PageOptions = {
  title: "Privacy",
  description: "What leaves your device, when, and to whom: act by act.",
};

/** `GET /privacy`: what is sent where. */
export function privacy(c: Context<SiteEnv>): Response {
  return renderPage(
    c,
    OPTIONS,
    <article class="prose">
      <h1>Privacy</h1>
      <p>
        Typing sends nothing. Your tab computes. There are no accounts, no cookies, no analytics, and no
        advertising.
      </p>
      <h2>What is sent, act by act</h2>
      <SentTable site={c.var.site} />
      <h2>What stays in your browser</h2>
      <p>
        The site itself, so that it works without a network: its pages as they are before you type, its
        scripts, and the model in it once your tab has used it. Models that you loaded, so that they load from
        disk the next time, and which engine ran them fastest here; a text too long for an address; what a
        page held last, until its tab is closed, so that a reload loses nothing; how far you are in the
        course, with your guesses, and your answers to the questions for classes; your choice of light or
        dark. The model panel shows how much room models take and deletes them; your browser's own "clear site
        data" deletes all of it.
      </p>
      <h2>What the server writes down</h2>
      <p>
        One line a request: the method, the kind of page, the status, and how long it took; for a request that
        failed also its number and the place in the program. Never the text, never the rest of the address,
        never your IP address; the same holds for what the server sends to a monitor of whoever runs it. A
        line looks like this:
      </p>
      <pre><code>{LOG_LINE}</code></pre>
      <p>
        To slow down programs that ask too often, the server counts requests to the API by IP address, in
        memory, and forgets them within minutes. Whoever runs the machine or the network between may keep
        records of their own; the connection is encrypted where the address begins with <code>https</code>.
      </p>
      {c.var.site.store !== null && <StoreNote />}
      <h2>Check it</h2>
      <p>
        Open your browser's network panel and type: no request appears. The page's security policy lets it
        connect to this site{hostNames(c.var.site)} only, and the browser enforces that.
      </p>
    </article>,
  );
}

/** What is kept about people who store experiments. */
function StoreNote() {
  return (
    <p>
      Experiments that someone stores are kept for two years after they were opened last, unless their author
      says less or deletes them; those stored before this rule are kept until their author deletes them. To
      limit how many one client stores a day, their number is kept under a hash of the IP address (of IPv6
      also of its network, a /48) and a random salt of that day; all are deleted two days later.
    </p>
  );
}

const LOG_LINE = '{"level":"info","method":"GET","route":"/","status":200,"milliseconds":4.8}';

/** The model host's name in words, or nothing where models come from this site. */
function hostNames({ config }: Site): string {
  return config.modelHost.startsWith("/") ? "" : ` and to the model host, ${new URL(config.modelHost).host},`;
}

function SentTable({ site }: { readonly site: Site }): VNode {
  return (
    <table>
      <caption>What each act sends</caption>
      <thead>
        <tr>
          <th scope="col">You</th>
          <th scope="col">What is sent</th>
          <th scope="col">To</th>
        </tr>
      </thead>
      <tbody>
        {actsOf(site).map(([act, sent, to]) => (
          <tr key={act}>
            <th scope="row">{act}</th>
            <td>{sent}</td>
            <td>{to}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Act, what it sends, to whom. */
type Act = readonly [act: string, sent: string, to: string];

const STORING: Act = [
  "create a short link",
  "The experiment, your title and note, and, if you choose so, what the page shows. They are kept for two years after they were opened last, or as " +
  "long as you say; whoever has the link can read them, and the delete token deletes them.",
  "this site",
];

function actsOf({ config, store }: Site): readonly Act[] {
  const isLocal = config.modelHost.startsWith("/");
  const host = isLocal ? "this site" : new URL(config.modelHost).host;
  const download = isLocal
    ? "The names of the model's files."
    : "The names of the model's files, with your IP address. Not your text, and not the page you are on.";
  return [
    ["type, move a slider, generate", "Nothing.", "nobody"],
    [
      "open or reload an address",
      "The address, with the text and settings in it: the server computes the page from them and keeps nothing.",
      "this site",
    ],
    ["submit a form without JavaScript", "The same: the form becomes an address.", "this site"],
    [
      "train a network",
      "Nothing: the tab trains. A shipped corpus and the training library come from this site.",
      "nobody",
    ],
    ["load a model", download, host],
    [
      "ask for a calculation on the server",
      "The fields of that calculation. It is answered and forgotten.",
      "this site",
    ],
    ...(store === null ? [] : [STORING]),
    ["copy a link", "Nothing. The link holds your text: whoever gets it can read it.", "whom you give it to"],
    [
      "post a link where it is shown with a picture",
      "That service asks for the page and its picture. The server keeps the picture in memory until newer ones " +
      "take its place.",
      "the service, this site",
    ],
  ];
}
