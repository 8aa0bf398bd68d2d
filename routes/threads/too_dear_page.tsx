import type { Context } from "hono";
import { renderPage } from "@/lib/server/render_page.tsx";
import { shownAddress } from "@/lib/server/shown_address.ts";
import type { SiteEnv } from "@/lib/server/site.ts";

/** Fields that are filled in again; a query has hardly more. */
const MAX_FIELDS = 40;

/** Longer values have room of their own, in characters. */
const LONG = 60;

const TITLE = "This takes more than the server computes for a page";

/** The page's fields as they were sent, with what to make shorter. */
export function tooDearPage(c: Context<SiteEnv>, advice: string): Response {
  const { pathname, searchParams } = shownAddress(c);
  const detail = `Nothing is lost: make ${advice} shorter, and ask again.`;
  return renderPage(
    c,
    { title: TITLE, description: detail, status: 422 },
    <article class="prose">
      <h1>{TITLE}</h1>
      <p>{detail}</p>
      <form method="get" action={pathname}>
        {[...searchParams].slice(0, MAX_FIELDS).map(([name, value], index) => (
          <Field key={index} name={name} value={value} />
        ))}
        <button type="submit">Ask again</button>
      </form>
    </article>,
  );
}

function Field({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <p>
      <label>
        {name} {value.length > LONG || value.includes("\n")
          ? <textarea name={name} rows={6}>{value}</textarea>
          : <input name={name} value={value} />}
      </label>
    </p>
  );
}
