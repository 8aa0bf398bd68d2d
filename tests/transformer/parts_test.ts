import { assert, assertEquals } from "@std/assert";
import { attend } from "@/lib/transformer/attention.ts";
import { feedForward } from "@/lib/transformer/feed_forward.ts";
import { fourBitBlocks, readHalves } from "@/lib/transformer/weights/quantization.ts";
import { readRow } from "@/lib/transformer/matrix.ts";
import { PLAIN_OPS } from "@/lib/transformer/plain_ops.ts";
import { rmsNorm } from "@/lib/transformer/rms_norm.ts";
import { rotaryTable, rotate } from "@/lib/transformer/rotary.ts";
import { largestDifference, reference } from "./reference.ts";

const { config, tokens } = reference;

function assertClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 2e-6): void {
  const difference = largestDifference(actual, expected);
  assert(difference <= tolerance, `differs by ${difference}`);
}

Deno.test("rmsNorm() equals PyTorch's, also in place", () => {
  const { weight, x, out } = reference.rms_norm;
  const normed = new Float32Array(x.length);
  rmsNorm(Float32Array.from(x), Float32Array.from(weight), config.normEpsilon, tokens, normed);
  assertClose(normed, out);
  const inPlace = Float32Array.from(x);
  rmsNorm(inPlace, Float32Array.from(weight), config.normEpsilon, tokens, inPlace);
  assertEquals(inPlace, normed);
});

Deno.test("rotate() equals PyTorch's at every position", () => {
  const turned = Float32Array.from(reference.rotary.x);
  const half = config.width / config.heads / 2;
  const table = { cosines: new Float32Array(tokens * half), sines: new Float32Array(tokens * half) };
  rotaryTable(config)(0, tokens, table);
  for (let token = 0; token < tokens; token++) {
    rotate(turned, token * config.width, config.heads, 2 * half, token, table);
  }
  assertClose(turned, reference.rotary.out);
});

Deno.test("attend() equals PyTorch's, in one pass and token by token, and its weights sum to 1", () => {
  const { query, key, value, out } = reference.attention;
  const [q, k, v] = [query, key, value].map((list) => Float32Array.from(list)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const heads = config.heads;
  const shape = { heads, keyHeads: heads, headWidth: config.width / heads, causal: true };
  const whole = new Float32Array(q.length);
  let rows = 0;
  attend(shape, q, k, v, 0, tokens, whole, (_head, position, weights) => {
    rows++;
    assertEquals(weights.length, position + 1);
    assert(Math.abs(weights.reduce((a, b) => a + b, 0) - 1) < 1e-5);
  });
  assertEquals(rows, tokens * config.heads);
  assertClose(whole, out);
  for (let token = 0; token < tokens; token++) {
    const at = token * config.width;
    const one = new Float32Array(config.width);
    attend(shape, q.subarray(at, at + config.width), k, v, token, 1, one);
    assertClose(one, whole.subarray(at, at + config.width), 1e-7);
  }
});

Deno.test("feedForward() equals PyTorch's", () => {
  const { gate, up, down, x, out } = reference.feed_forward;
  const matrix = (data: number[], rows: number) => ({
    rows,
    columns: data.length / rows,
    data: Float32Array.from(data),
  });
  const weights = {
    gate: matrix(gate, config.feedForward),
    up: matrix(up, config.feedForward),
    down: matrix(down, config.width),
  };
  const room = () => new Float32Array(tokens * config.feedForward);
  const result = new Float32Array(tokens * config.width);
  feedForward(PLAIN_OPS, weights, Float32Array.from(x), tokens, room(), room(), result);
  assertClose(result, out);
});

Deno.test("4-bit blocks read as PyTorch's rounded weights exactly", () => {
  const { whole, scale, out } = reference.four_bits;
  const packed = Uint8Array.from(
    { length: whole.length / 2 },
    (_, i) => (whole[2 * i]! + 8) | (whole[2 * i + 1]! + 8) << 4,
  );
  const halves = new Uint8Array(new Float16Array(scale).buffer);
  const tensor = (bytes: Uint8Array) => ({ dtype: "", shape: [1, bytes.length], bytes });
  const read = new Float32Array(out.length);
  readRow(fourBitBlocks(tensor(packed), tensor(halves)), 0, read, 0);
  assertEquals([...read], [...Float32Array.from(out)]);
});

Deno.test("readHalves() equals Float16Array for every pattern of bits", () => {
  const patterns = Uint16Array.from({ length: 65_536 }, (_, bits) => bits);
  const expected = Float32Array.from(new Float16Array(patterns.buffer));
  assertEquals(readHalves(new Uint8Array(patterns.buffer)), expected);
});
