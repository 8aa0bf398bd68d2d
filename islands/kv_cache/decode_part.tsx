import { useSignal } from "@preact/signals";
import { decodeSteps } from "@/lib/labs/kv_cache/decode_steps.ts";
import { DecodeStrip } from "@/lib/ui/kv_cache/decode_strip.tsx";

const PROMPT = 8;
const MOST = 16;

/** Step through prefill and decode, with the bytes of this model. */
export function DecodePart({ bytesPerToken }: { readonly bytesPerToken: number }) {
  const decoded = useSignal(-1);
  const at = decoded.value;
  return (
    <section class="area-more" id="decode" aria-label="Prefill and decode">
      <h2>Prefill fills at once, decode adds one</h2>
      <p class="quiet small">
        The prompt's keys and values are computed together and kept. Each new token then adds one of its own
        and reads the others; without the cache every step computes all of them again.
      </p>
      <p class="toolbar needs-js">
        <button type="button" disabled={at >= MOST} onClick={() => decoded.value = at + 1}>
          {at < 0 ? `Read the prompt of ${PROMPT} tokens` : "Decode one token"}
        </button>
        {at >= 0 && <button type="button" class="link" onClick={() => decoded.value = -1}>Start over</button>}
      </p>
      <DecodeStrip
        prompt={PROMPT}
        decoded={at}
        most={MOST}
        bytesPerToken={bytesPerToken}
        {...decodeSteps(PROMPT, Math.max(at, 0))}
      />
    </section>
  );
}
