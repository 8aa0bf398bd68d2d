import { type ErrorAction, ErrorBox } from "@/lib/ui/page/error_box.tsx";
import { CustomModel, type CustomModelProps } from "@/lib/ui/predictor/custom_model.tsx";
import { LoadingModel, type ModelLoading } from "@/lib/ui/predictor/loading_model.tsx";
import { type ModelOffer, ModelOfferRow } from "@/lib/ui/predictor/model_offer.tsx";
import { type ModelChoice, ModelRow } from "@/lib/ui/predictor/model_row.tsx";
import { ModelStorage, type StoredModels } from "@/lib/ui/predictor/model_storage.tsx";

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
  /** The models of the row. */
  readonly choices: readonly ModelChoice[];
  /** The whole catalog, the model that the link names in front. */
  readonly offers: readonly ModelOffer[];
  /** What this device can run, in words. */
  readonly device: string;
  readonly loading: ModelLoading | null;
  readonly error: { readonly message: string; readonly fine?: string; readonly action?: ErrorAction } | null;
  readonly open: boolean;
  /** Null where the browser does not say, or before it did. */
  readonly storage: StoredModels | null;
  readonly onCancel?: () => void;
  readonly onClear?: (name?: string) => void;
  readonly onOpen?: (open: boolean) => void;
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

function Offers({ panel }: { readonly panel: ModelPanelProps }) {
  return (
    <ul class="offers">
      {panel.offers.map((offer) => (
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

/** Chooses the model: the row of those at hand; folded under it the catalog with sizes, any repository, storage. */
export function ModelPanel(props: ModelPanelProps) {
  const { loading, error, storage, open } = props;
  return (
    <ModelRow choices={props.choices} open={open} {...(props.onOpen && { onOpen: props.onOpen })}>
      {loading && <LoadingModel loading={loading} {...(props.onCancel && { onCancel: props.onCancel })} />}
      {error && <ErrorBox title={error.message} fine={error.fine} action={error.action} />}
      {/* Its fields are part of the form, also while they are not shown. */}
      <div class="boxed model-list" hidden={!open}>
        <Current current={props.current} />
        {props.current.notes?.map((note) => <p key={note} class="quiet small">{note}.</p>)}
        <Offers panel={props} />
        <CustomModel {...props} />
        <p class="quiet small">{props.device}</p>
        {storage && <ModelStorage storage={storage} {...(props.onClear && { onClear: props.onClear })} />}
      </div>
    </ModelRow>
  );
}
