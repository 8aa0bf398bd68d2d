import { HEADS } from "@/lib/experiment/fields/predictor_query.ts";
import type { ShownGuess } from "@/lib/ui/predictor/insides_view.tsx";
import { describeLead, LayerStrips } from "@/lib/ui/predictor/layer_strips.tsx";

const EMPTY = Array.from({ length: HEADS.layers }, () => []);

/** What the page was sent with, until the tab has looked into the model itself. */
export function SentInsides({ sent }: { readonly sent: readonly (readonly ShownGuess[])[] }) {
  return (
    <>
      <h2 class="small">{describeLead(sent)}</h2>
      <div class="inside-figure">
        <LayerStrips guesses={sent.length > 0 ? sent : EMPTY} />
        <p class="head-line small quiet needs-js">
          {sent.length > 0
            ? "Its heads come with your first act, to be read and switched off."
            : "The guess after each layer comes with your first act."}
        </p>
      </div>
    </>
  );
}
