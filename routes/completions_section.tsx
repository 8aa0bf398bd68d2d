interface CompletionsSectionProps {
  /** The site's origin. */
  readonly origin: string;
}

/** The part of the API's page about the addresses that OpenAI's clients know. */
export function CompletionsSection({ origin }: CompletionsSectionProps) {
  const body = `{"model": "parcel-gpt", "prompt": "The package left the warehouse.", "max_tokens": 0, ` +
    `"echo": true, "logprobs": 5}`;
  return (
    <section id="completions" class="endpoint" aria-label="For OpenAI's clients">
      <h2>For OpenAI’s clients</h2>
      <p>
        <code>POST /v1/completions</code> · <code>GET /v1/models</code>
      </p>
      <p>
        The site’s own models behind OpenAI’s addresses: <code>prompt</code> as text or ids,{" "}
        <code>max_tokens</code>, <code>temperature</code>, <code>top_p</code>, <code>seed</code>,{" "}
        <code>stop</code>, <code>logprobs</code>, <code>echo</code>,{" "}
        <code>stream</code>. A request holds at most 512 tokens. Log-probabilities are the model’s own, before
        any stage of a sampler, in nats, the same as <code>/api/v1/score</code>; with <code>echo</code>{" "}
        the first is null. Offsets count code points. <code>token_ids</code> and <code>token_bytes</code>{" "}
        stand beside OpenAI’s fields. A prompt of ids gets no begin token. Errors are OpenAI’s. No key is
        needed.
      </p>
      <div class="scroll" tabIndex={0} role="group" aria-label="curl lines for completions">
        <pre class="curl"><code>{`curl -s ${origin}/v1/completions -H 'content-type: application/json' \\
  -d '${body}'`}</code></pre>
      </div>
    </section>
  );
}
