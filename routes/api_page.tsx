import type { Context } from "hono";
import { originOf } from "@/lib/server/origin.ts";
import { renderPage } from "@/lib/server/render_page.tsx";
import type { SiteEnv } from "@/lib/server/site.ts";
import { type FieldSchema, SchemaTable } from "@/lib/ui/api/schema_table.tsx";
import { Island } from "@/lib/ui/page/island.tsx";
import { PageIntro } from "@/lib/ui/page/page_intro.tsx";
import { endpoints } from "@/routes/api/endpoints.ts";
import { experimentOperations } from "@/routes/api/experiments/operations.ts";
import { openApiDocument } from "@/routes/api/openapi/openapi.ts";
import { answerOf, type ApiAnswer, exampleAnswers } from "@/routes/api_answer.ts";
import { ErrorExample, WRONG_BODY } from "@/routes/api_error_example.tsx";
import { CompletionsSection } from "@/routes/completions_section.tsx";
import { ExperimentOperations } from "@/routes/experiment_operations.tsx";

/** `GET /api`: the API, made of its OpenAPI document, with an example of each endpoint that runs. */
export async function apiPage(c: Context<SiteEnv>): Promise<Response> {
  const url = new URL(c.req.url);
  const operations = operationsOf(openApiDocument(endpoints, experimentOperations));
  const asked = url.searchParams.get("run");
  const body = url.searchParams.get("body") ?? "";
  const answer = asked === null ? null : await answerOf(asked, body);
  const examples = asked === null ? await exampleAnswers() : new Map<string, ApiAnswer>();
  const wrong = asked === null ? await answerOf("softmax", WRONG_BODY) : null;
  return renderPage(
    c,
    {
      title: "API",
      description: "Every calculation of this site as a JSON endpoint, with an example of each that runs.",
    },
    <>
      <PageIntro title="API">Ask the site's calculations from a program: JSON in, JSON out.</PageIntro>
      <div class="api">
        <Index names={operations.map(({ name }) => name)} />
        <div>
          <Conventions limit={c.var.site.config.rateLimit} />
          {wrong && <ErrorExample origin={originOf(c)} answer={wrong} />}
          {operations.map((operation) => (
            <Endpoint
              key={operation.name}
              operation={operation}
              origin={originOf(c)}
              body={asked === operation.name ? body : null}
              answer={asked === operation.name ? answer : examples.get(operation.name) ?? null}
            />
          ))}
          <CompletionsSection origin={originOf(c)} />
          <ExperimentOperations origin={originOf(c)} site={c.var.site} />
        </div>
      </div>
    </>,
  );
}

/** One endpoint as the document describes it. */
interface Operation {
  readonly name: string;
  readonly methods: readonly string[];
  readonly summary: string;
  readonly description: string;
  readonly example: unknown;
  readonly request: FieldSchema;
  readonly response: FieldSchema;
}

interface Document {
  readonly paths: Record<string, Record<string, Described>>;
  readonly components: { readonly schemas: Record<string, FieldSchema> };
}

interface Content {
  readonly "application/json": { readonly schema: { readonly $ref: string }; readonly example?: unknown };
}

interface Described {
  readonly summary: string;
  readonly description: string;
  readonly requestBody: { readonly content: Content };
  readonly responses: Record<string, { readonly content: Content }>;
}

function operationsOf(document: unknown): Operation[] {
  const { paths, components } = document as Document;
  const named = (content: Content) =>
    components.schemas[content["application/json"].schema.$ref.split("/").at(-1)!]!;
  return endpoints.map(({ name }) => {
    const methods = paths[`/${name}`]!;
    const { summary, description, requestBody, responses } = methods["post"]!;
    return {
      name,
      methods: Object.keys(methods).map((method) => method.toUpperCase()),
      summary,
      description,
      example: requestBody.content["application/json"].example,
      request: named(requestBody.content),
      response: named(responses["200"]!.content),
    };
  });
}

function Conventions({ limit }: { readonly limit: number }) {
  return (
    <div class="prose">
      <p>
        Everything is below <code>/api/v1</code> and described by{" "}
        <a href="/api/v1/openapi.json">
          <code>/api/v1/openapi.json</code>
        </a>{" "}
        (OpenAPI 3.1). Numbers are never rounded; what would be infinite is{" "}
        <code>null</code>. Any origin may ask, without credentials. A body holds at most 1 MiB{limit > 0 &&
          `, and a client may ask ${limit} times a minute`}. Nothing that is sent is kept, but for experiments
        that are stored.
      </p>
      <p>
        An error is a problem document (RFC 9457) whose <code>errors</code> name each field by a JSON pointer:
        {" "}
        <b>400</b> not JSON, <b>408</b> too slow, <b>413</b> too large, <b>415</b> not declared as JSON,{" "}
        <b>422</b> off the schema, <b>429</b> too often, <b>503</b> busy; the last two with{" "}
        <code>Retry-After</code>.
      </p>
    </div>
  );
}

/** Where each endpoint is: it stays in sight. */
function Index({ names }: { readonly names: readonly string[] }) {
  return (
    <nav class="api-index" aria-label="On this page">
      <ul>
        {["errors", ...names, "completions", "experiments"].map((name) => (
          <li key={name}>
            <a href={`#${name}`}>{name}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface EndpointProps {
  readonly operation: Operation;
  readonly origin: string;
  readonly body: string | null;
  readonly answer: ApiAnswer | null;
}

function Endpoint({ operation, origin, body, answer }: EndpointProps) {
  const { name, methods, summary, description, example, request, response } = operation;
  const { page } = endpoints.find((each) => each.name === name)!;
  return (
    <section id={name} class="endpoint" aria-label={summary}>
      <h2>{summary}</h2>
      <p>
        <code>{methods.join(" or ")} /api/v1/{name}</code>
        {page && (
          <>
            {" "}
            · <a href={page}>the same as a page</a>
          </>
        )}
      </p>
      <p>{description}</p>
      <div class="endpoint-parts">
        <div>
          <SchemaTable caption="Request" schema={request} input />
          <SchemaTable caption="Answer" schema={response} input={false} />
        </div>
        <Island
          name="TryApi"
          props={{
            name,
            url: `${origin}/api/v1/${name}`,
            body: body ?? readable(example),
            answer,
          }}
        />
      </div>
    </section>
  );
}

/** JSON with one field a line. */
function readable(example: unknown): string {
  const fields = Object.entries(example as object).map(([name, value]) =>
    `  "${name}": ${JSON.stringify(value)}`
  );
  return `{\n${fields.join(",\n")}\n}`;
}
