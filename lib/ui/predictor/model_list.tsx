import { CustomModel, type CustomModelProps } from "@/lib/ui/predictor/custom_model.tsx";
import { type ModelOffer, ModelOfferRow } from "@/lib/ui/predictor/model_offer.tsx";
import { ModelStorage, type StoredModels } from "@/lib/ui/predictor/model_storage.tsx";

/** The model that computes what is shown. */
interface CurrentModel {
  readonly title: string;
  /** Short facts in the order shown: `4.6 M`, `cpu`, `9 ms`. */
  readonly details: readonly string[];
  /** Address of the model's card. */
  readonly href?: string;
  /** What its load had to say, such as what computes it and why. */
  readonly notes?: readonly string[];
}

/** Props of {@linkcode ModelList}. */
export interface ModelListProps extends CustomModelProps {
  readonly current: CurrentModel;
  /** The catalog as far as this site's host holds it, the model that the link names in front. */
  readonly offers: readonly ModelOffer[];
  /** Names of the catalog's models that the host does not hold. */
  readonly notHeld: readonly string[];
  /** What this device can run, in words. */
  readonly device: string;
  /** Whether a model is being loaded. */
  readonly busy: boolean;
  /** Null where the browser does not say, or before it did. */
  readonly storage: StoredModels | null;
  readonly onClear?: (name?: string) => void;
}

function Current({ current }: { readonly current: CurrentModel }) {
  return (
    <p class="current-model small">
      {current.href
        ? (
          <a href={current.href}>
            <b>{current.title}</b>
          </a>
        )
        : <b>{current.title}</b>}
      {current.details.map((detail) => <span key={detail} class="num quiet">{detail}</span>)}
    </p>
  );
}

/** The catalog with sizes before any download, any repository, and what is stored. */
export function ModelList(props: ModelListProps) {
  const { current, offers, notHeld, busy, loadHref, onLoad, storage, onClear } = props;
  return (
    <div class="boxed model-list">
      <Current current={current} />
      {current.notes?.map((note) => <p key={note} class="quiet small">{note}.</p>)}
      <ul class="offers">
        {offers.map((offer) => (
          <ModelOfferRow
            key={offer.name}
            offer={offer}
            disabled={busy}
            {...(loadHref && { loadHref })}
            {...(onLoad && { onLoad })}
          />
        ))}
      </ul>
      {notHeld.length > 0 && (
        <p class="quiet small">This site's own copy of the hub does not hold {notHeld.join(", ")}.</p>
      )}
      <CustomModel {...props} />
      <p class="quiet small">{props.device}</p>
      {storage && <ModelStorage storage={storage} {...(onClear && { onClear })} />}
    </div>
  );
}
