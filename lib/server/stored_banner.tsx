import type { ShownExperiment } from "@/lib/server/site.ts";
import { Island } from "@/lib/ui/island.tsx";
import { StoredExperiment } from "@/lib/ui/stored_experiment.tsx";

/** What stands above the page of a stored experiment: what its author says of it, and the author's results. */
export function StoredBanner({ experiment, address }: ShownExperiment) {
  const { title, note, results, createdAt, expiresAt } = experiment;
  return (
    <StoredExperiment {...{ title, note, createdAt, expiresAt }}>
      {results && <Island name="StoredResults" props={{ results, base: address.pathname }} />}
    </StoredExperiment>
  );
}
