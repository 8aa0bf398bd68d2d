import type { CacheLayers } from "@/lib/lm/kv_cache/cache_layers.ts";
import type { LayerMemory } from "@/lib/lm/kv_cache/cache_memory.ts";
import { DataTable } from "@/lib/ui/plot/data_table.tsx";
import { formatBinaryBytes, formatCount } from "@/lib/ui/format.ts";

const NAMES: Readonly<Record<CacheLayers["kind"], string>> = {
  full_attention: "full attention",
  sliding_attention: "sliding window",
  latent_attention: "latent attention (MLA)",
  sparse_index: "index of sparse attention",
  linear_attention: "linear attention, a state",
  state_space: "state space, a state",
  convolution: "short convolution, a state",
  recurrent: "recurrent, a state",
  no_cache: "keeps nothing of its own",
};

/** What each kind of layer keeps of a sequence. */
export function LayerTable({ layers }: { readonly layers: readonly LayerMemory[] }) {
  return (
    <DataTable
      caption="By kind of layer"
      rows={layers}
      rowAttributes={({ layers, bytesPerToken, stateBytes }) => ({
        "data-kind": layers.kind,
        "data-count": layers.count,
        "data-bytes-per-token": bytesPerToken,
        "data-state-bytes": stateBytes,
      })}
      columns={[
        { key: "kind", label: "Layers", cell: ({ layers }) => NAMES[layers.kind] },
        { key: "count", label: "Number", numeric: true, cell: ({ layers }) => formatCount(layers.count) },
        { key: "heads", label: "Keeps", cell: ({ layers }) => keeps(layers) },
        {
          key: "token",
          label: "A token and layer",
          unit: "bytes",
          numeric: true,
          cell: ({ bytesPerToken }) => bytesPerToken === 0 ? "–" : formatCount(bytesPerToken),
        },
        {
          key: "tokens",
          label: "Tokens kept",
          numeric: true,
          cell: ({ lowerTokens, bytesPerToken }) => bytesPerToken === 0 ? "–" : formatCount(lowerTokens),
        },
        {
          key: "all",
          label: "All of them",
          valueUnit: "bytes",
          numeric: true,
          cell: ({ lowerBytes }) => formatBinaryBytes(lowerBytes),
          value: ({ lowerBytes }) => lowerBytes,
          exact: ({ lowerBytes, upperBytes }) => `${lowerBytes} to ${upperBytes} bytes`,
        },
      ]}
    />
  );
}

function keeps(layers: CacheLayers): string {
  switch (layers.kind) {
    case "full_attention":
    case "sliding_attention": {
      const sizes = layers.keySize === layers.valueSize
        ? `2 × ${layers.keySize}`
        : `${layers.keySize} + ${layers.valueSize}`;
      const heads = `${layers.kvHeads} KV head${layers.kvHeads === 1 ? "" : "s"} × ${sizes}`;
      return layers.window === null ? heads : `${heads}, last ${formatCount(layers.window)}`;
    }
    case "latent_attention":
      return `${layers.latentSize} + ${layers.ropeSize}`;
    case "sparse_index":
      return `${layers.keySize}, upper bound only`;
    case "no_cache":
      return "–";
    default:
      return `${formatCount(layers.stateSize + layers.convolutionSize)} elements`;
  }
}
