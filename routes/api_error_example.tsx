import { callLines } from "@/lib/labs/share/api/call_lines.ts";
import type { ApiAnswer } from "@/routes/api_answer.ts";

/** A body that is wrong in two ways. */
export const WRONG_BODY = '{"logit": [3, 1.5], "temperature": "hot"}';

/** A request that is wrong in two ways, and what comes back. */
export function ErrorExample({ origin, answer }: { readonly origin: string; readonly answer: ApiAnswer }) {
  return (
    <section id="errors" class="endpoint" aria-label="When a request is wrong">
      <h2>When a request is wrong</h2>
      <p>Every field that is missing, unknown or off its limits is named at once, with what was sent.</p>
      <div class="scroll try-api" tabIndex={0} role="group" aria-label="An error, as an example">
        <pre class="curl"><code>{callLines("curl", `${origin}/api/v1/softmax`, WRONG_BODY)}</code></pre>
        <pre data-error={answer.status}><code>{answer.text}</code></pre>
      </div>
    </section>
  );
}
