import { TRAIN_FIELDS } from "@/lib/labs/train/train_fields.ts";
import { lastLoss, type RunRecord, serverRun, thinned } from "@/lib/labs/train/run_record.ts";
import { trainOnServer } from "@/lib/training/run/train_on_server.ts";
import type { TrainingSettings } from "@/lib/training/training_settings.ts";
import { formatCount, formatFigure } from "@/lib/ui/format.ts";
import { Curve } from "@/lib/ui/preview/curve.tsx";
import { FigureList } from "@/lib/ui/preview/figure_list.tsx";
import { Words } from "@/lib/ui/preview/lettering.tsx";
import { NetworkBoxes } from "@/lib/ui/preview/network_boxes.tsx";
import { BODY, PreviewCard } from "@/lib/ui/preview/preview_card.tsx";
import { type PagePreview, pagePreview } from "@/lib/server/preview/page_preview.ts";

const BOX = { x: 560, y: 168, width: 560, height: 310 };
const MAX_POINTS = 400;

/** The picture of `/train`: the loss of a run that the server can make, the network's sizes of one that it cannot. */
export const trainPreview: PagePreview = pagePreview(TRAIN_FIELDS, async (settings) => {
  const made = await trainOnServer(settings);
  if (made.kind === "finished") return <Run run={serverRun(settings, made.run)} />;
  return (
    <PreviewCard heading="Train a network" note={settingsOf(settings).join(" · ")}>
      <Words x={BODY.left} y={186} size={40} bold>A neural n-gram, trained in your tab</Words>
      <NetworkBoxes sizes={[settings.context, settings.embedding, settings.hidden]} />
    </PreviewCard>
  );
});

function Run({ run }: { readonly run: RunRecord }) {
  const { settings, facts, losses } = run;
  const points = losses.map((loss, step) => [step, loss] as const);
  return (
    <PreviewCard heading="Train a network" note={settingsOf(settings).join(" · ")}>
      <FigureList
        name={`Loss after ${formatCount(losses.length)} steps, nats`}
        figure={formatFigure(lastLoss(run), 4)}
        facts={[
          `floor of the text ${formatFigure(facts.floorNats, 4)}`,
          `${formatCount(facts.parameters)} parameters`,
          `vocabulary ${formatCount(facts.shape.vocabulary)}`,
          `${formatCount(facts.trainExamples)} examples`,
        ]}
      />
      <Curve
        x={{ label: "step" }}
        y={{ label: "training loss", unit: "nats", min: 0 }}
        series={[
          { label: "loss", points: thinned(points, MAX_POINTS) },
          {
            label: "floor",
            points: [[0, facts.floorNats], [Math.max(1, losses.length - 1), facts.floorNats]],
            truth: true,
          },
        ]}
        box={BOX}
      />
    </PreviewCard>
  );
}

function settingsOf(settings: TrainingSettings): string[] {
  const { context, embedding, hidden, activation, optimizer, learning_rate, seed } = settings;
  return [
    `context ${context}`,
    `embedding ${embedding}`,
    `hidden ${hidden} ${activation}`,
    `${optimizer} ${learning_rate}`,
    `seed ${seed}`,
  ];
}
