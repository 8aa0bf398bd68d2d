import { serverKernel } from "@/lib/server/models/kernel.ts";
import { BUILD_NAMES } from "@/lib/transformer/kernel/pick_build.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";

let name: string | null = null;

/** What the server computes its models with, for people. It stays as it is while the server runs. */
export function serverEngine(): string {
  const kernel = name === null ? serverKernel() : null;
  return name ??= kernel === null ? PLAIN_OPS.name : BUILD_NAMES[kernel.build];
}
