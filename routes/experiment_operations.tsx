import type { Site } from "@/lib/server/site.ts";
import { type FieldSchema, SchemaTable } from "@/lib/ui/api/schema_table.tsx";
import { experimentOperations } from "@/routes/api/experiments/operations.ts";
import {
  EXPERIMENT_EXAMPLE,
  experimentRequest,
  experimentResponse,
  storedResponse,
} from "@/routes/api/experiments/schemas.ts";
import { jsonSchema } from "@/routes/api/openapi/parts.ts";

interface ExperimentOperationsProps {
  /** The site's origin. */
  readonly origin: string;
  readonly site: Site;
}

/** The part of the API's page about stored experiments: nothing runs by itself there, since it would be kept. */
export function ExperimentOperations({ origin, site }: ExperimentOperationsProps) {
  const { perDay } = site.config.experiments;
  const address = `${origin}/api/v1/experiments`;
  return (
    <section id="experiments" class="endpoint" aria-label="Stored experiments">
      <h2>Stored experiments</h2>
      <p>
        {site.store === null
          ? "This site has no store: these answer 503, and the long link holds the whole experiment."
          : `An experiment under a short link.${perDay > 0 ? ` A client may store ${perDay} a day.` : ""}`}
      </p>
      {experimentOperations.map(({ id, method, path, summary, description }) => (
        <div key={id}>
          <h3>{summary}</h3>
          <p>
            <code>{method.toUpperCase()} /api/v1{path}</code>
          </p>
          <p>{description}</p>
        </div>
      ))}
      <div class="endpoint-parts">
        <div>
          <SchemaTable caption="What is stored" schema={fieldsOf(experimentRequest, "input")} input />
          <SchemaTable
            caption="Answer to a store"
            schema={fieldsOf(storedResponse, "output")}
            input={false}
          />
          <SchemaTable
            caption="A stored experiment"
            schema={fieldsOf(experimentResponse, "output")}
            input={false}
          />
        </div>
        <div class="scroll" tabIndex={0} role="group" aria-label="curl lines for experiments">
          <pre class="curl"><code>{curlLines(address)}</code></pre>
        </div>
      </div>
    </section>
  );
}

function fieldsOf(schema: Parameters<typeof jsonSchema>[0], io: "input" | "output"): FieldSchema {
  return jsonSchema(schema, io) as FieldSchema;
}

function curlLines(address: string): string {
  const body = JSON.stringify(EXPERIMENT_EXAMPLE, null, 2);
  return [
    `curl -s ${address} -H 'content-type: application/json' -d '${body}'`,
    `curl -s ${address}/ID`,
    `curl -s -X DELETE ${address}/ID -H 'authorization: Bearer DELETE_TOKEN'`,
  ].join("\n\n");
}
