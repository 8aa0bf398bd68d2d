import { ShowMe } from "@/lib/ui/page/show_me.tsx";

const SAMPLED = "/table?pick=sample&seed=7&max_steps=5&run=1&table=" + encodeURIComponent(
  "Order shipped from the -> warehouse 0.85, store 0.1, hub 0.05\n" +
    "Order shipped from the warehouse -> . 0.8, and 0.2\n" +
    "Order shipped from the warehouse and -> arrived 1\n" +
    "Order shipped from the warehouse and arrived -> . 1\n" +
    "Order shipped from the warehouse and arrived. -> </s> 1\n" +
    "Order shipped from the warehouse. -> </s> 1\n" +
    "Order shipped from the store -> . 1\n" +
    "Order shipped from the store. -> </s> 1\n" +
    "Order shipped from the hub -> . 1\n" +
    "Order shipped from the hub. -> </s> 1",
);

const UNBALANCED = "/table?run=1&table=" + encodeURIComponent(
  "Order shipped from the -> warehouse 0.85, store 0.1, hub 0.1\nOrder shipped from the warehouse -> </s> 1",
);

/** States of the page, each beside its idea. */
export function TableExamples() {
  return (
    <ul class="see-list small">
      <li>
        The loop: look up, pick, append. <ShowMe href="/table">the start</ShowMe>{" "}
        <ShowMe href="/table?max_steps=1&run=1">one turn</ShowMe>{" "}
        <ShowMe href="/table?run=1">all three</ShowMe>
      </li>
      <li>
        Greedy takes the likeliest each time; a sampled token may be another, and the rest follows it.{" "}
        <ShowMe href={SAMPLED}>a sampled sentence</ShowMe>
      </li>
      <li>
        A row that does not sum to 1 is no distribution. <ShowMe href={UNBALANCED}>such a row</ShowMe>
      </li>
      <li>
        Every text needs a row of its own: one unknown word and the loop stands still. Counting, and then
        learning, fill the rows that nobody wrote.{" "}
        <ShowMe href="/table?start=Parcel+shipped+from+the">an unknown text</ShowMe>
      </li>
      <li>
        An end token is one way to end. <a href="/context#stops">Four conditions on one prompt</a>
      </li>
    </ul>
  );
}
