import { formatCount } from "@/lib/ui/format.ts";
import { ShowMe } from "@/lib/ui/page/show_me.tsx";
import { Draws } from "@/lib/ui/softmax/draws.tsx";
import { withQuery } from "@/islands/softmax/cut_part.tsx";
import type { SoftmaxPartProps } from "@/islands/softmax/softmax_lab.ts";

const TICKETS = "/softmax?labels=warehouse,hub,carrier&logits=2.4,1.7,0.2&temperature=1.4&seed=4&draws=8";

/** What is drawn with a seed, in order, and how often against what the probabilities expect. */
export function DrawPart({ lab, view }: SoftmaxPartProps) {
  const { seed } = lab.query.value;
  return (
    <section class="area-generated" id="draws" aria-label="Draws">
      <h2>Draws</h2>
      <p class="small quiet">
        Greedy takes the likeliest token every time. A draw takes each as often as its probability says, and a
        seed makes the draws the same again, here and in NumPy.
      </p>
      <p class="pills small">
        {[10, 100, 10_000].map((draws) => (
          <ShowMe key={draws} pill at="draws" href={withQuery(lab, { draws })}>
            draw {formatCount(draws)}
          </ShowMe>
        ))}
        <ShowMe pill at="draws" href={TICKETS}>eight draws with seed 4</ShowMe>
      </p>
      <div aria-busy={!lab.isCurrent.value} class="result">
        <Draws {...view.sample} labels={view.labels} seed={seed} />
      </div>
    </section>
  );
}
