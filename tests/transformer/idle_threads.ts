/** Prints the processor time, in microseconds, that three kernel threads take in 400 ms without work. */
import process from "node:process";
import { kernelOps } from "./kernel_ops.ts";
import { blockMatrix, randomNumbers } from "./random_matrices.ts";

const ops = await kernelOps("plain", 3);
const [x, out] = [ops.floats(64).fill(1), ops.floats(40)];
const matrix = ops.load(blockMatrix({ rows: 40, columns: 64, bits: 4, block: 32 }, randomNumbers(13)));
ops.multiply(x, 1, [{ matrix, out }]);
const first = out.slice();
await new Promise((resolve) => setTimeout(resolve, 200));
const before = process.cpuUsage();
await new Promise((resolve) => setTimeout(resolve, 400));
const { user, system } = process.cpuUsage(before);
ops.multiply(x, 1, [{ matrix, out: out.fill(0) }]);
const isSame = out.slice().join() === first.join();
ops.dispose();
// deno-lint-ignore no-console
console.log(JSON.stringify({ spent: user + system, isSame }));
