import { formatBinaryBytes, formatBytes, formatCount, formatParameters } from "@/lib/ui/format.ts";

/** A model that can be loaded, with all that is known before a download. */
export interface ModelOffer {
  /** Catalog id or `OWNER/NAME`. */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  readonly revision?: string;
  /** SPDX id; null where the repository does not say. */
  readonly license: string | null;
  readonly parameters: number | null;
  /** Tokens. */
  readonly contextLength: number | null;
  readonly downloadBytes: number | null;
  /** Memory that running it takes. */
  readonly memoryBytes: number | null;
  /** Whether the browser's cache holds all files. */
  readonly cached: boolean;
  /** Whether this device can run it. */
  readonly fit: "good" | "slow" | "no" | "unknown";
  /** The same in words: `runs here on WASM with 2 threads`. */
  readonly fitNote: string;
  /** Whether it is the model that answers now. */
  readonly active?: boolean;
}

interface ModelOfferRowProps {
  readonly offer: ModelOffer;
  readonly disabled?: boolean;
  readonly loadHref?: (name: string) => string;
  readonly onLoad?: (name: string, revision?: string) => void;
}

/** What a load costs, for its button: `114 MB`, `from this browser's cache`. */
function costOf(offer: ModelOffer): string {
  if (offer.downloadBytes === null) return "size unknown";
  return offer.cached ? `${formatBytes(offer.downloadBytes)}, cached` : formatBytes(offer.downloadBytes);
}

/** The facts of a model in the order they are compared. */
function factsOf(offer: ModelOffer): string[] {
  const facts = [
    offer.parameters === null ? null : `${formatParameters(offer.parameters)} parameters`,
    offer.contextLength === null ? null : `context ${formatCount(offer.contextLength)}`,
    offer.memoryBytes === null ? null : `up to ${formatBinaryBytes(offer.memoryBytes)} of memory`,
    offer.license ?? "license not stated",
  ];
  return facts.filter((fact) => fact !== null);
}

function LoadButton({ offer, disabled = false, loadHref, onLoad }: ModelOfferRowProps) {
  const label = `Load ${offer.name} (${costOf(offer)})`;
  if (loadHref && !onLoad) return <a class="button" href={loadHref(offer.name)}>{label}</a>;
  return (
    <button
      type="button"
      class="needs-js"
      disabled={disabled || offer.fit === "no"}
      onClick={() => onLoad?.(offer.name, offer.revision)}
    >
      {label}
    </button>
  );
}

/** One model of the catalog: its facts, whether it runs here, and the button that says what it downloads. */
export function ModelOfferRow(props: ModelOfferRowProps) {
  const { offer } = props;
  return (
    <li class={`offer fit-${offer.fit}`} data-name={offer.name}>
      {offer.active
        ? (
          <span class="offer-title">
            <b>{offer.title}</b> answers now
          </span>
        )
        : <LoadButton {...props} />}
      <span class="small quiet">{factsOf(offer).join(" · ")}</span>
      <span class="small fit-note">{offer.fitNote}</span>
    </li>
  );
}
