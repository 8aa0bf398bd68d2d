import { LabelChip } from "@/lib/ui/token/label_chip.tsx";

interface ShiftedTableProps {
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  readonly ids: ReadonlyMap<string, number>;
}

const MAX_COLUMNS = 40;

function Row(
  { name, tokens, ids }: { name: string; tokens: readonly string[]; ids: ReadonlyMap<string, number> },
) {
  return (
    <tr data-row={name.toLowerCase()}>
      <th scope="row">{name}</th>
      {tokens.slice(0, MAX_COLUMNS).map((token, index) => (
        <td key={index} data-id={ids.get(token)}>
          <LabelChip text={token} id={ids.get(token) ?? -1} />
          <span class="quiet small num">{ids.get(token)}</span>
        </td>
      ))}
    </tr>
  );
}

/** Inputs and targets under each other: each column is one prediction. */
export function ShiftedTable({ inputs, targets, ids }: ShiftedTableProps) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="Shifted rows">
      <table class="figures shifted">
        <caption class="vh">Inputs and targets: each column is one prediction</caption>
        <thead>
          <tr>
            <th scope="col">Position</th>
            {inputs.slice(0, MAX_COLUMNS).map((_, index) => <th key={index} scope="col">{index}</th>)}
          </tr>
        </thead>
        <tbody>
          <Row name="Inputs" tokens={inputs} ids={ids} />
          <Row name="Targets" tokens={targets} ids={ids} />
        </tbody>
      </table>
    </div>
  );
}
