/** Graphs before and after the expansion, both run by onnxruntime. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  expandWeights,
  type ExpansionPlan,
  externalizeLarge,
  planExpansion,
} from "@/lib/models/onnx/expand_weights.ts";
import { readModel, writeModel } from "@/lib/models/onnx/onnx_graph.ts";
import type { GraphNode, Initializer } from "@/tests/fixtures/onnx_writer.ts";
import { FORM, type NodeForm, quantizedNode, randomRows } from "./quantized_node.ts";
import { floats, integers, runGraph, type SideFile, writeGraph } from "./run_graph.ts";

const ROWS = 3;
const noFile = () => null;
const noPause = () => Promise.resolve();

function plan(model: Uint8Array): ExpansionPlan {
  return planExpansion(readModel(model), "expanded", noFile);
}

function opTypes({ model }: ExpansionPlan): string[] {
  return model.nodes.map(({ opType }) => opType);
}

/** Runs a model as it is and as it is rewritten, and returns the plan. */
async function assertSame(
  model: Uint8Array,
  depth: number,
  side: readonly SideFile[] = [],
): Promise<ExpansionPlan> {
  const read = ({ location, offset, length }: { location: string; offset: number; length: number | null }) =>
    side.find(({ path }) => path === location)?.data.subarray(offset, offset + length!) ?? null;
  const planned = planExpansion(readModel(model), "expanded", read);
  const data = await expandWeights(planned, noPause);
  assertEquals(data.length, planned.bytes);
  const x = randomRows(ROWS, depth);
  const before = await runGraph(model, x, [1, ROWS, depth], side);
  const after = await runGraph(writeModel(planned.model), x, [1, ROWS, depth], [
    ...side,
    { path: "expanded", data },
  ]);
  assertClose(after, before);
  return planned;
}

function assertClose(got: Float32Array, want: Float32Array): void {
  assertEquals(got.length, want.length);
  const scale = want.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const worst = want.reduce((most, value, i) => Math.max(most, Math.abs(value - got[i]!)), 0);
  assert(scale > 0.01 && worst < 1e-5 * scale, `differs by ${worst} of ${scale}`);
}

const FORMS: readonly Partial<NodeForm>[] = [
  {},
  { bits: 8 },
  { zeroPoints: "packed" },
  { bits: 8, zeroPoints: "packed" },
  { zeroPoints: "float" },
  { blockSize: 16, depth: 48, zeroPoints: "packed" },
  { blockSize: 64, depth: 192, zeroPoints: "packed" },
  { blockSize: 128, depth: 256, columns: 3 },
  { blockSize: 256, depth: 512, columns: 2, bits: 8 },
  { depth: 72 },
  { depth: 40, zeroPoints: "packed" },
  { bits: 8, depth: 40, zeroPoints: "packed" },
  { columns: 1 },
  { bias: true },
  { bias: true, zeroPoints: "packed", bits: 8 },
];

for (const change of FORMS) {
  Deno.test(`planExpansion() computes the same with ${JSON.stringify(change)}`, async () => {
    const form = { ...FORM, ...change };
    const { node, initializers } = quantizedNode(form);
    const { model } = writeGraph([node], initializers, form.depth, form.columns);
    const planned = await assertSame(model, form.depth);
    assertEquals(planned.bytes, 4 * form.depth * form.columns);
    assertEquals(opTypes(planned), form.bias ? ["FusedMatMul", "Add"] : ["FusedMatMul"]);
    const names = planned.model.initializers.map(({ name }) => name);
    assertEquals(names.filter((name) => /^w_[qsz]$/.test(name)), [], "What was expanded stays in the graph");
  });
}

Deno.test("planExpansion() reads weights that lie in a file beside the model", async () => {
  const form = { ...FORM, depth: 256, columns: 16, zeroPoints: "packed" } as const;
  const { node, initializers } = quantizedNode(form);
  const { model, data } = writeGraph([node], initializers, form.depth, form.columns, "beside");
  const planned = await assertSame(model, form.depth, [{ path: "beside", data: data! }]);
  assertEquals(planned.bytes, 4 * 256 * 16);
});

Deno.test("planExpansion() expands a weight that two nodes share once", async () => {
  const [first, second] = [quantizedNode(FORM, "a"), quantizedNode(FORM, "b")];
  const add = { op: "Mul", inputs: ["a", "b"], outputs: ["y"] };
  const { model } = writeGraph([first.node, second.node, add], first.initializers, FORM.depth, FORM.columns);
  const planned = await assertSame(model, FORM.depth);
  assertEquals(planned.weights.length, 1);
  assertEquals(planned.bytes, 4 * FORM.depth * FORM.columns);
});

Deno.test("planExpansion() gives each weight a place of its own", async () => {
  const other = { ...FORM, seed: 2, bits: 8 } as const;
  const [first, second] = [quantizedNode(FORM, "a"), quantizedNode(other, "b", "v")];
  const nodes = [first.node, second.node, { op: "Sub", inputs: ["a", "b"], outputs: ["y"] }];
  const { model } = writeGraph(
    nodes,
    [...first.initializers, ...second.initializers],
    FORM.depth,
    FORM.columns,
  );
  const planned = await assertSame(model, FORM.depth);
  assertEquals(planned.weights.map(({ offset }) => offset), [0, 4 * FORM.depth * FORM.columns]);
});

Deno.test("planExpansion() leaves a node with a group index as it is", () => {
  const { node, initializers } = quantizedNode(FORM);
  const index = integers("g", Array.from({ length: FORM.depth }, (_, i) => i >> 5));
  const grouped = { ...node, inputs: [...node.inputs, "", "g"].slice(0, 5) };
  const planned = plan(writeGraph([grouped], [...initializers, index], FORM.depth, FORM.columns).model);
  assertEquals([planned.bytes, opTypes(planned)], [0, ["MatMulNBits"]]);
});

Deno.test("planExpansion() leaves weights of other widths, and weights that are no constants", () => {
  const { node, initializers } = quantizedNode(FORM);
  const widths = [2, 3].map((bits) => ({ ...node, attributes: { ...node.attributes, bits } }));
  for (const each of widths) {
    assertEquals(plan(writeGraph([each], initializers, FORM.depth, FORM.columns).model).bytes, 0);
  }
  const computed = initializers.filter(({ name }) => name !== "w_q");
  assertEquals(plan(writeGraph([node], computed, FORM.depth, FORM.columns).model).bytes, 0);
  const halves = initializers.map((each) => each.name === "w_s" ? { ...each, element: 10 } : each);
  assertEquals(plan(writeGraph([node], halves, FORM.depth, FORM.columns).model).bytes, 0);
});

Deno.test("planExpansion() of a graph without low-bit weights is that graph", () => {
  const weight = floats("w", [FORM.depth, FORM.columns], randomRows(FORM.depth, FORM.columns));
  const node = { op: "MatMul", inputs: ["x", "w"], outputs: ["y"] };
  const { model } = writeGraph([node], [weight], FORM.depth, FORM.columns);
  const planned = plan(model);
  assertEquals(planned.bytes, 0);
  assertEquals(writeModel(planned.model), writeModel(readModel(model)));
});

/** `MatMulNBits(x) + sum of each block of x · offsets`, as converted GGUF files have it. */
function withOffsets(
  change: { keepdims?: number; summed?: string; readTwice?: boolean; swapped?: boolean } = {},
): Uint8Array {
  const { keepdims = 0, summed = "x", readTwice = false, swapped = false } = change;
  const { depth, columns, blockSize } = FORM;
  const blocks = depth / blockSize;
  const { node, initializers } = quantizedNode(FORM, "scaled");
  const sums = keepdims === 0 ? ["sums"] : ["kept"];
  const nodes: GraphNode[] = [
    node,
    { op: "Neg", inputs: ["x"], outputs: ["negative"] },
    { op: "Reshape", inputs: [summed, "shape"], outputs: ["blocks"] },
    { op: "ReduceSum", inputs: ["blocks", "last"], outputs: sums, attributes: { keepdims } },
    ...(keepdims === 0 ? [] : [{ op: "Reshape", inputs: ["kept", "flat"], outputs: ["sums"] }]),
    { op: "MatMul", inputs: ["sums", "offsets"], outputs: ["shift"] },
    {
      op: "Add",
      inputs: swapped ? ["shift", "scaled"] : ["scaled", "shift"],
      outputs: [readTwice ? "sum" : "y"],
    },
    ...(readTwice ? [{ op: "Add", inputs: ["sum", "shift"], outputs: ["y"] }] : []),
  ];
  const constants: Initializer[] = [
    ...initializers,
    integers("shape", [1, -1, blocks, blockSize]),
    integers("flat", [1, -1, blocks]),
    integers("last", [-1]),
    floats("offsets", [blocks, columns], randomRows(blocks, columns, 5)),
  ];
  return writeGraph(nodes, constants, depth, columns).model;
}

Deno.test("planExpansion() folds block offsets into the weights, and drops what only they read", async () => {
  for (const swapped of [false, true]) {
    const planned = await assertSame(withOffsets({ swapped }), FORM.depth);
    assertEquals(opTypes(planned), ["FusedMatMul"]);
    assertEquals(planned.weights.map(({ weight }) => weight.offsets !== null), [true]);
  }
});

Deno.test("planExpansion() folds nothing that only looks like block offsets", async () => {
  for (const change of [{ keepdims: 1 }, { summed: "negative" }, { readTwice: true }]) {
    const planned = await assertSame(withOffsets(change), FORM.depth);
    assert(opTypes(planned).includes("Add"), JSON.stringify(change));
    assertEquals(planned.weights.map(({ weight }) => weight.offsets), [null]);
  }
});

Deno.test("planExpansion() keeps everything that a graph inside an If may read", async () => {
  const { depth, columns } = FORM;
  const { node, initializers } = quantizedNode(FORM, "scaled");
  const branch = (name: string, nodes: readonly GraphNode[]) => ({
    graph: {
      nodes,
      initializers: [],
      inputs: [],
      outputs: [{ name, element: 1, dims: [1, "rows", columns] }],
    },
  });
  const choose: GraphNode = {
    op: "If",
    inputs: ["positive"],
    outputs: ["y"],
    attributes: {
      then_branch: branch("then", [
        { op: "ReduceMax", inputs: ["w_s"], outputs: ["scale"], attributes: { keepdims: 0 } },
        { op: "Mul", inputs: ["scaled", "scale"], outputs: ["then"] },
      ]),
      else_branch: branch("else", [{ op: "Identity", inputs: ["unread"], outputs: ["else"] }]),
    },
  };
  const nodes: GraphNode[] = [
    node,
    { op: "Neg", inputs: ["scaled"], outputs: ["unread"] },
    { op: "ReduceMax", inputs: ["x"], outputs: ["largest"], attributes: { keepdims: 0 } },
    { op: "Greater", inputs: ["largest", "zero"], outputs: ["positive"] },
    choose,
  ];
  const { model } = writeGraph(nodes, [...initializers, floats("zero", [], [0])], depth, columns);
  const planned = await assertSame(model, depth);
  assert(planned.bytes > 0 && opTypes(planned).includes("Neg"));
});

Deno.test("externalizeLarge() moves large constants out by pointing at the model's own bytes", async () => {
  const [depth, columns] = [64, 48];
  const weight = floats("w", [depth, columns], randomRows(depth, columns));
  const small = floats("b", [columns], randomRows(1, columns, 3));
  const nodes = [
    { op: "MatMul", inputs: ["x", "w"], outputs: ["product"] },
    { op: "Add", inputs: ["product", "b"], outputs: ["y"] },
  ];
  const { model } = writeGraph(nodes, [weight, small], depth, columns);
  const bytes = Uint8Array.from(model);
  const moved = externalizeLarge(readModel(bytes), bytes, "original");
  assertEquals(moved.initializers.map(({ external }) => external !== null), [true, false]);
  const graph = writeModel(moved);
  assert(graph.length < model.length - weight.bytes.length + 200);
  const x = randomRows(ROWS, depth);
  const after = await runGraph(graph, x, [1, ROWS, depth], [{ path: "original", data: bytes }]);
  assertEquals(after, await runGraph(model, x, [1, ROWS, depth]));
});

Deno.test("expandWeights() asks between weights whether to go on", async () => {
  const { node, initializers } = quantizedNode(FORM);
  const planned = plan(writeGraph([node], initializers, FORM.depth, FORM.columns).model);
  const stop = () => Promise.reject(new Error("called off"));
  await assertRejects(() => expandWeights(planned, stop), Error, "called off");
});
