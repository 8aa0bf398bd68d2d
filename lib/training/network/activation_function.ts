import { erf } from "@/lib/training/network/erf.ts";
import type { Activation } from "@/lib/training/training_settings.ts";

/** A function and its derivative, both of the sum that goes in. */
interface ActivationFunction {
  readonly value: (x: number) => number;
  readonly slope: (x: number) => number;
}

const normalShare = (x: number) => 0.5 * (1 + erf(x / Math.SQRT2));
const normalDensity = (x: number) => Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);

/** The activations by name. GELU is x · Φ(x) with the normal distribution's Φ (Hendrycks and Gimpel 2016). */
export const ACTIVATION_FUNCTIONS: Readonly<Record<Activation, ActivationFunction>> = {
  gelu: {
    value: (x) => x * normalShare(x),
    slope: (x) => normalShare(x) + x * normalDensity(x),
  },
  tanh: { value: Math.tanh, slope: (x) => 1 - Math.tanh(x) ** 2 },
  relu: { value: (x) => Math.max(0, x), slope: (x) => x > 0 ? 1 : 0 },
};
