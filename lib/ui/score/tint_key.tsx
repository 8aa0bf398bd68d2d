const BITS = ["under 1 bit", "1", "4", "8", "12 or more"] as const;
const RANKS = ["first", "2nd", "6th", "21st", "201st or later"] as const;

/** What the tints of a running text mean: the bits, or the ranks, from which each begins. */
export function TintKey({ tint }: { readonly tint: "surprisal" | "rank" }) {
  return (
    <p class="tint-key small quiet">
      {tint === "rank" ? "rank, from " : "surprise, from "}
      {(tint === "rank" ? RANKS : BITS).map((from, level) => (
        <span key={from} class={`chip surprise-${level}`}>{from}</span>
      ))}
    </p>
  );
}
