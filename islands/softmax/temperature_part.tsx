import { useComputed } from "@preact/signals";
import { RIBBON_END, temperatureRibbons } from "@/lib/labs/softmax/ribbon.ts";
import { Handle } from "@/lib/ui/form/handle.tsx";
import { formatFigure } from "@/lib/ui/format.ts";
import { ShowMe } from "@/lib/ui/page/show_me.tsx";
import { TemperatureRibbon } from "@/lib/ui/softmax/temperature_ribbon.tsx";
import { queryAddress } from "@/lib/experiment/query_address.ts";
import { LabNumber } from "@/islands/query/lab_fields.tsx";
import { beginMove, type SoftmaxLab, type SoftmaxPartProps } from "@/islands/softmax/softmax_lab.ts";

/** The most logits whose ribbons are drawn while one drags. */
const MOST = 2000;

/** The large slider under the figure, with its three pins. */
export function TemperaturePart(props: SoftmaxPartProps) {
  const { lab, view, held } = props;
  const { temperature } = lab.query.value;
  return (
    <section class="temperature slider area-temperature" aria-label="Temperature">
      <h2>
        Temperature {temperature}{" "}
        <span class="quiet">
          <span class="dot">·</span> cold: the first takes all · hot: all alike
        </span>
      </h2>
      <div class="temperature-row">
        <span class="needs-js">
          <Handle
            label="Temperature, slider"
            value={temperature}
            min={0}
            max={RIBBON_END}
            step={0.05}
            valueText={formatFigure(temperature, 2)}
            onInput={(value) => {
              beginMove(props);
              lab.set({ temperature: value });
            }}
            onChange={() => held.value = false}
          />
        </span>
        <LabNumber lab={lab} name="temperature" label="Temperature" />
      </div>
      <p class="pills small">
        {[0.5, 1, 2].map((pin) => <ShowMe key={pin} pill href={addressWith(lab, pin)}>T = {pin}</ShowMe>)}
        <span class="quiet">{changeText(view.changeByDividing)}</span>
      </p>
    </section>
  );
}

function addressWith(lab: SoftmaxLab, temperature: number): string {
  return queryAddress(lab.base, lab.fields, { ...lab.query.value, temperature }) ?? lab.base;
}

/** What a move does to the distribution, in words; rounding of an addition is no change. */
export function changeText(change: number): string {
  return change < 1e-9
    ? "changes no probability"
    : `changes a probability by up to ${formatFigure(change, 3)}`;
}

/** The ribbons of every temperature. */
export function RibbonPart(props: SoftmaxPartProps) {
  const { lab, view, held } = props;
  const ribbons = useComputed(() => {
    const { logits } = lab.query.value;
    return logits.length > MOST ? null : temperatureRibbons(logits);
  }).value;
  if (ribbons === null) return null;
  return (
    <TemperatureRibbon
      {...ribbons}
      labels={view.labels}
      temperature={lab.query.value.temperature}
      onTemperature={(temperature) => {
        held.value = false;
        beginMove(props);
        held.value = false;
        lab.set({ temperature });
      }}
    />
  );
}
