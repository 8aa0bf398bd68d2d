import type { GlossaryKey } from "@/lib/ui/page/glossary.ts";
import { Term } from "@/lib/ui/page/term.tsx";

/** A column's name with its definition; a name alone where nobody sees it. */
function ColumnName({ name, seen, children }: {
  readonly name: GlossaryKey;
  readonly seen: boolean;
  readonly children: string;
}) {
  return seen ? <Term name={name}>{children}</Term> : <>{children}</>;
}

/**
 * The head of the next-token distribution: the model's own columns and, with a sampler, whose number each is.
 *
 * @param shaped Whether the sampler changes the distribution.
 * @param seen Whether all columns are seen; else their names are only read aloud.
 */
export function DistributionHead({ shaped, seen }: { readonly shaped: boolean; readonly seen: boolean }) {
  // Whose number it is stands in the style sheet's words: the column's name is the same with a sampler and without.
  const model = shaped ? "model's" : undefined;
  return (
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col" class="c-token">
          <ColumnName name="token" seen={seen}>Token</ColumnName>
        </th>
        <th role="columnheader" scope="col" class="c-id">
          <ColumnName name="token id" seen={seen}>Id</ColumnName>
        </th>
        <th role="columnheader" scope="col" class="c-logit" data-own={model}>
          <ColumnName name="logit" seen={seen}>Logit</ColumnName>
        </th>
        <th
          role="columnheader"
          scope="col"
          class="c-probability"
          data-own={shaped ? "after the sampler" : undefined}
        >
          <ColumnName name="probability" seen={seen}>Probability</ColumnName>
        </th>
        <th role="columnheader" scope="col" class="c-log" data-own={model}>
          <ColumnName name="log-probability" seen={seen}>Log-probability</ColumnName>
        </th>
        <th role="columnheader" scope="col" class="c-rank">
          <ColumnName name="rank" seen={seen}>Rank</ColumnName>
        </th>
        <th role="columnheader" scope="col" class="c-bits" data-own={model}>
          <ColumnName name="bit" seen={seen}>Bits</ColumnName>
        </th>
        {shaped && (
          <th role="columnheader" scope="col" class="c-model">
            <ColumnName name="probability" seen={seen}>Model</ColumnName>
          </th>
        )}
      </tr>
    </thead>
  );
}
