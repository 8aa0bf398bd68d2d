import type { FieldTable } from "@/lib/experiment/codec.ts";
import { canonicalQuery } from "@/lib/labs/share/stored_query.ts";
import type { ShownExperiment } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/page/island.tsx";
import { StoredExperiment } from "@/lib/ui/page/stored_experiment.tsx";

/** What the banner takes. */
interface StoredBannerProps extends ShownExperiment {
  /** What the experiment's page reads a query by. */
  readonly fields: FieldTable<object>;
}

/** What stands above the page of a stored experiment: what its author says of it, and the author's results. */
export function StoredBanner({ experiment, address, fields }: StoredBannerProps) {
  const { query, title, note, results, createdAt, expiresAt } = experiment;
  const canonical = canonicalQuery(fields, query);
  return (
    <StoredExperiment {...{ title, note, createdAt, expiresAt }}>
      {results && (
        <Island name="StoredResults" props={{ results, base: address.pathname, query: canonical }} />
      )}
    </StoredExperiment>
  );
}
