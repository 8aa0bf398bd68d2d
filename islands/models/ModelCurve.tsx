import type { Axis } from "@/lib/ui/plot/axis.ts";
import { LinePlot, type Series } from "@/lib/ui/plot/line_plot.tsx";

/** Props of {@linkcode ModelCurve}: the parts of a plot that an attribute can hold. */
interface ModelCurveProps {
  readonly title: string;
  readonly x: Omit<Axis, "format">;
  readonly y: Omit<Axis, "format">;
  readonly series: readonly Series[];
}

/** A curve of a model card, read with the crosshair. */
export default function ModelCurve(props: ModelCurveProps) {
  return <LinePlot {...props} reads />;
}
