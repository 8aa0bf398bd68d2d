import { LOG_UNITS, type LogBase } from "@/lib/lm/loss/log_base.ts";
import { formatFigure } from "@/lib/ui/format.ts";

/** An amount of information, given in bits, in the unit of a logarithm: `53.24 nats`. */
export function formatInformation(bits: number, base: LogBase, fractionDigits = 2): string {
  const { unit, perBit } = LOG_UNITS[base];
  return `${formatFigure(bits * perBit, fractionDigits)}\u00a0${unit}`;
}
