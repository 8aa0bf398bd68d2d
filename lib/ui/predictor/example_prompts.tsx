import { Fold } from "@/lib/ui/page/fold.tsx";

/** A prompt with what it shows. */
interface ExamplePrompt {
  readonly text: string;
  readonly teaches: string;
}

/** What one tries first: texts of everyday life, and as many about parcels. */
const FIRST_PROMPTS: readonly string[] = [
  "My grandmother always",
  "He opened the door and",
  "The little dog was very",
  "The package left the",
  "We apologize for the",
  "Order shipped from the",
];

/** Prompts worth a look, each with what it teaches. */
const EXAMPLE_PROMPTS: readonly ExamplePrompt[] = [
  { text: "The package left the", teaches: "one likely token, a few possible ones, and a long tail" },
  { text: "The package left the regional", teaches: "one more word of context moves the distribution" },
  { text: "The package left the checkout", teaches: "another word moves it elsewhere" },
  {
    text: "Write an e-mail to the customer: the package left the",
    teaches: "an instruction before the text counts as context too",
  },
  { text: "The carrier scan says the parcel was", teaches: "several tokens are plausible: high entropy" },
  { text: "The support bot answered", teaches: "logits become probabilities" },
  { text: "Order shipped from the", teaches: "the loop: predict, pick, append, repeat" },
  { text: "Delivery is", teaches: "a short context leaves much open" },
  { text: "We apologize for the inconvenience.", teaches: "greedy decoding can go round in circles" },
  { text: "A shipment event JSON record starts with", teaches: "format is a continuation like any other" },
  {
    text: "A shipment event JSON record starts with {",
    teaches: "append the token, then read the next distribution",
  },
  { text: "def total(items):\n    ", teaches: "indentation is made of tokens" },
  { text: "SELECT id, status FROM parcels WHERE", teaches: "the clause of a query" },
  { text: "| parcel | status |\n|---|---|\n|", teaches: "the shape of a table" },
  {
    text: "An order contains 5 items. After a return of 2 items, the retained item count is",
    teaches: "a rule or a shortcut? Both say 3 here",
  },
  {
    text: "The refund policy says annual plans are",
    teaches: "without the policy in the context, only the prior speaks",
  },
  {
    text: "Annual plans are refundable within 14 days. The refund policy says annual plans are",
    teaches: "the true policy in the context moves the distribution",
  },
  { text: "Orders marked delivered are eligible for", teaches: "a likely continuation, not a look-up" },
];

interface ExamplePromptsProps {
  /** Address of the page with this text. */
  readonly href: (text: string) => string;
}

/** A prompt as a link; a script may take a click over by its `data-prompt`. */
function PromptLink({ text, href, pill = false }: ExamplePromptsProps & {
  readonly text: string;
  readonly pill?: boolean;
}) {
  return (
    <a href={href(text)} class={pill ? "pill" : undefined} data-prompt={text}>
      {text.replaceAll("\n", " ↵ ")}
    </a>
  );
}

/** Prompts to try as pills, and folded under them many more, each with what it teaches. */
export function ExamplePrompts({ href }: ExamplePromptsProps) {
  return (
    <section class="panel area-more" aria-label="Prompts to try">
      <div class="pills">
        <span class="quiet">Try</span>
        {FIRST_PROMPTS.map((text) => <PromptLink key={text} text={text} href={href} pill />)}
      </div>
      <Fold summary={`${EXAMPLE_PROMPTS.length} more, each with what it shows`}>
        <ul class="examples">
          {EXAMPLE_PROMPTS.map(({ text, teaches }) => (
            <li key={text}>
              <PromptLink text={text} href={href} />
              <span class="quiet small">{teaches}</span>
            </li>
          ))}
        </ul>
      </Fold>
    </section>
  );
}
