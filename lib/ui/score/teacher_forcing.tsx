import { formatFigure } from "@/lib/ui/format.ts";
import { TokenChip } from "@/lib/ui/token/chip.tsx";
import type { TokenView } from "@/lib/ui/token/pieces.ts";

/** A target with its loss. */
interface ForcedTarget {
  readonly token: TokenView;
  /** In nats; null where it is not scored. */
  readonly lossNats: number | null;
}

interface TeacherForcingProps {
  readonly inputs: readonly TokenView[];
  /** As many as inputs: each is the input after it. */
  readonly targets: readonly ForcedTarget[];
  /** The target whose prefix is lit; null for none. */
  readonly at: number | null;
  readonly onAt?: (index: number | null) => void;
}

/**
 * Labels and causal mask in one picture: the inputs, the same row shifted by one as targets, the loss under each. A
 * target that is pointed at keeps the inputs it may see; the others are hatched.
 */
export function TeacherForcing({ inputs, targets, at, onAt }: TeacherForcingProps) {
  return (
    <div class="scroll" tabIndex={0} role="group" aria-label="Inputs, targets and losses">
      <table class="forcing" onMouseLeave={() => onAt?.(null)}>
        <caption class="vh">Inputs, targets shifted by one, and the loss of each: one pass</caption>
        <tbody>
          <tr>
            <th scope="row">Input</th>
            {inputs.map((token, index) => (
              <td key={index} class={at !== null && index > at ? "masked" : at !== null ? "lit" : undefined}>
                <TokenChip token={token} />
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">Target</th>
            {targets.map(({ token }, index) => (
              <td key={index}>
                <button
                  type="button"
                  class={at === index ? "choose chosen" : "choose"}
                  aria-pressed={at === index}
                  onMouseEnter={() => onAt?.(index)}
                  onFocus={() => onAt?.(index)}
                  onClick={() => onAt?.(index)}
                >
                  <TokenChip token={token} selected={at === index} />
                </button>
              </td>
            ))}
          </tr>
          <tr>
            <th scope="row">Loss</th>
            {targets.map(({ lossNats }, index) => (
              <td key={index} class="num" title={lossNats === null ? undefined : String(lossNats)}>
                {lossNats === null ? "" : formatFigure(lossNats, 2)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}
