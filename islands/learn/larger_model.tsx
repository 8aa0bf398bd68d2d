/** What the other model of a part's row is. */
export function LargerModel() {
  return (
    <p class="small quiet needs-js">
      SmolLM2 is larger and has read the web; it can answer in parcel-gpt’s place.
    </p>
  );
}
