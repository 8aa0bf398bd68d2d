import { type ErrorAction, ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { CustomModel, type CustomModelProps } from "@/lib/ui/predictor/custom_model.tsx";
import { LoadingModel, type ModelLoading } from "@/lib/ui/predictor/loading_model.tsx";
import { type ModelOffer, ModelOfferRow } from "@/lib/ui/predictor/model_offer.tsx";
import { ModelStorage, type StoredModels } from "@/lib/ui/predictor/model_storage.tsx";
import { Panel } from "@/lib/ui/page/panel.tsx";

/** The model that computes what is shown. */
export interface CurrentModel {
  readonly title: string;
  /** Short facts in the order shown: `4.6 M`, `cpu`, `9 ms`. */
  readonly details: readonly string[];
  /** Address of the model's card. */
  readonly href?: string;
  /** What its load had to say, such as what computes it and why. */
  readonly notes?: readonly string[];
}

/** Props of {@linkcode ModelPanel}. */
export interface ModelPanelProps extends CustomModelProps {
  readonly current: CurrentModel;
  /** What is offered first: the model that the link names, or the one to begin with. */
  readonly offers: readonly ModelOffer[];
  /** The rest of the catalog, smallest first. */
  readonly more: readonly ModelOffer[];
  /** The site's own models that do not answer now. */
  readonly embedded?: readonly { readonly title: string; readonly onUse?: () => void }[];
  /** What this device can run, in words. */
  readonly device: string;
  readonly loading: ModelLoading | null;
  readonly error: { readonly message: string; readonly fine?: string; readonly action?: ErrorAction } | null;
  /** Whether the link names a model that is not loaded. */
  readonly wanted?: boolean;
  /** Null where the browser does not say, or before it did. */
  readonly storage: StoredModels | null;
  readonly onCancel?: () => void;
  readonly onClear?: (name?: string) => void;
  /** The list of models was opened. */
  readonly onOpen?: () => void;
}

function Current({ current }: { readonly current: CurrentModel }) {
  return (
    <p class="current-model">
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

function Offers(
  { offers, panel }: { readonly offers: readonly ModelOffer[]; readonly panel: ModelPanelProps },
) {
  return (
    <ul class="offers">
      {offers.map((offer) => (
        <ModelOfferRow
          key={offer.name}
          offer={offer}
          disabled={panel.loading !== null}
          {...(panel.loadHref && { loadHref: panel.loadHref })}
          {...(panel.onLoad && { onLoad: panel.onLoad })}
        />
      ))}
    </ul>
  );
}

/** Chooses the model: the one that answers now, the catalog with sizes before any download, any repository, storage. */
export function ModelPanel(props: ModelPanelProps) {
  const { loading, error, storage, embedded = [] } = props;
  return (
    <Panel title="Model" area="model" wanted={props.wanted ?? false}>
      <Current current={props.current} />
      {props.current.notes?.map((note) => <p key={note} class="quiet">{note}.</p>)}
      {loading && <LoadingModel loading={loading} {...(props.onCancel && { onCancel: props.onCancel })} />}
      {error && <ErrorBox title={error.message} fine={error.fine} action={error.action} />}
      <Offers offers={props.offers} panel={props} />
      <div class="toolbar">
        {embedded.map(({ title, onUse }) => (
          <button key={title} type="button" onClick={onUse}>Use {title}</button>
        ))}
      </div>
      <p class="quiet small">{props.device}</p>
      <details class="more" onToggle={(event) => event.currentTarget.open && props.onOpen?.()}>
        <summary>More models, storage</summary>
        <Offers offers={props.more} panel={props} />
        <CustomModel {...props} />
        {storage && <ModelStorage storage={storage} {...(props.onClear && { onClear: props.onClear })} />}
      </details>
    </Panel>
  );
}
