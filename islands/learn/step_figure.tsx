import type { ComponentType } from "preact";
import type { FigureProps } from "./figure_props.ts";
import { CacheFigure } from "./figures/cache_figure.tsx";
import { ChainFigure } from "./figures/chain_figure.tsx";
import { CountsFigure } from "./figures/counts_figure.tsx";
import { ForcingFigure } from "./figures/forcing_figure.tsx";
import { LoopFigure } from "./figures/loop_figure.tsx";
import { LossFigure } from "./figures/loss_figure.tsx";
import { MaskedFigure } from "./figures/masked_figure.tsx";
import { NeuralFigure } from "./figures/neural_figure.tsx";
import { SamplingFigure } from "./figures/sampling_figure.tsx";
import { StructureFigure } from "./figures/structure_figure.tsx";
import { TemperatureFigure } from "./figures/temperature_figure.tsx";
import { WindowFigure } from "./figures/window_figure.tsx";
import { WordsFigure } from "./figures/words_figure.tsx";
import type { FigureName } from "@/lib/learn/course/step.ts";

const FIGURES: Readonly<Record<FigureName, ComponentType<FigureProps>>> = {
  words: WordsFigure,
  chain: ChainFigure,
  counts: CountsFigure,
  temperature: TemperatureFigure,
  loop: LoopFigure,
  sampling: SamplingFigure,
  neural: NeuralFigure,
  forcing: ForcingFigure,
  loss: LossFigure,
  masked: MaskedFigure,
  structure: StructureFigure,
  window: WindowFigure,
  cache: CacheFigure,
};

/** The figure of a step: what is guessed, then the live instrument. */
export function StepFigure(props: FigureProps) {
  const Figure = FIGURES[props.step.figure];
  return <Figure {...props} />;
}
