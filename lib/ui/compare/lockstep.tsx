import { TokenChip } from "@/lib/ui/token/chip.tsx";

/** A token that a side went on with. */
interface LockstepToken {
  readonly id: number;
  readonly bytes: ArrayLike<number>;
}

interface LockstepProps {
  readonly names: readonly [first: string, second: string];
  readonly first: readonly LockstepToken[];
  readonly second: readonly LockstepToken[];
  /** Index of the first token in which they differ; null for none. */
  readonly divergesAt: number | null;
}

/** Both sides going on by themselves, step by step; where they part is marked. */
export function Lockstep({ names, first, second, divergesAt }: LockstepProps) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="Both going on, the likeliest token each">
      <table class="forcing">
        <caption class="vh">Both going on, the likeliest token each</caption>
        <tbody>
          {([[names[0], first], [names[1], second]] as const).map(([name, tokens], row) => (
            <tr key={row}>
              <th scope="row">{name}</th>
              {tokens.map((token, index) => (
                <td key={index} class={index === divergesAt ? "parts" : undefined}>
                  <TokenChip token={token} selected={index === divergesAt} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="small quiet">
        {divergesAt === null
          ? "They say the same as far as they went."
          : `They part at token ${divergesAt + 1}.`}
      </p>
    </div>
  );
}
