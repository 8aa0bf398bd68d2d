import { type ModelOffer, ModelOfferRow } from "@/lib/ui/predictor/model_offer.tsx";
import { Term } from "@/lib/ui/page/term.tsx";

/** What the address names. */
export interface CustomModelFields {
  /** `OWNER/NAME`, or a catalog id. */
  readonly name: string;
  readonly revision: string;
  readonly dtype: string;
  readonly device: string;
}

/** Props of {@linkcode CustomModel}. */
export interface CustomModelProps {
  readonly custom: CustomModelFields;
  /** What the repository turned out to hold; null before it was asked. */
  readonly customOffer?: ModelOffer | null;
  /** Why it does not work, or what is being asked. */
  readonly customMessage?: string | null;
  readonly loadHref?: (name: string) => string;
  readonly onLoad?: (name: string, revision?: string) => void;
  readonly onCustom?: (fields: CustomModelFields) => void;
  /** Asks the repository what it holds, without downloading weights. */
  readonly onDescribe?: () => void;
}

const DTYPES = ["auto", "q4", "q4f16", "q8", "fp16", "fp32", "safetensors"];
const DEVICE_NAMES = ["auto", "webgpu", "wasm", "cpu"];

interface ChoiceProps {
  readonly name: "dtype" | "device";
  readonly values: readonly string[];
  readonly custom: CustomModelFields;
  readonly onCustom?: ((fields: CustomModelFields) => void) | undefined;
}

function Choice({ name, values, custom, onCustom }: ChoiceProps) {
  const options = values.includes(custom[name]) ? values : [...values, custom[name]];
  return (
    <label class="inline">
      {name === "dtype" ? <Term name="dtype" /> : name}
      <select
        name={name}
        value={custom[name]}
        onChange={(event) => onCustom?.({ ...custom, [name]: event.currentTarget.value })}
      >
        {options.map((value) => (
          <option key={value} value={value} selected={value === custom[name]}>{value}</option>
        ))}
      </select>
    </label>
  );
}

/** Any causal model with ONNX weights, or safetensors of a family that this site computes: repository, revision, weight format and device. */
export function CustomModel(props: CustomModelProps) {
  const { custom, customOffer, customMessage, onCustom, onDescribe } = props;
  return (
    <div class="custom-model">
      <label class="stack">
        Repository
        <input
          type="text"
          name="model"
          class="mono"
          placeholder="OWNER/NAME"
          spellcheck={false}
          autocomplete="off"
          value={custom.name}
          onInput={(event) => onCustom?.({ ...custom, name: event.currentTarget.value })}
        />
      </label>
      <label class="stack">
        Revision
        <input
          type="text"
          name="revision"
          class="mono"
          placeholder="main"
          spellcheck={false}
          autocomplete="off"
          value={custom.revision}
          onInput={(event) => onCustom?.({ ...custom, revision: event.currentTarget.value })}
        />
      </label>
      <div class="toolbar">
        <Choice name="dtype" values={DTYPES} custom={custom} onCustom={onCustom} />
        <Choice name="device" values={DEVICE_NAMES} custom={custom} onCustom={onCustom} />
        <button type="button" class="needs-js" onClick={onDescribe}>Look up</button>
      </div>
      {customMessage && <p class="small" role="status">{customMessage}</p>}
      {customOffer && (
        <ul class="offers">
          <ModelOfferRow
            offer={customOffer}
            {...(props.loadHref && { loadHref: props.loadHref })}
            {...(props.onLoad && { onLoad: props.onLoad })}
          />
        </ul>
      )}
    </div>
  );
}
