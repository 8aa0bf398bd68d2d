import { assertEquals, assertRejects } from "@std/assert";
import { retry } from "@/lib/experiment/store/retry.ts";

function patient(random: number) {
  const waits: number[] = [];
  return {
    waits,
    ports: { wait: (ms: number) => Promise.resolve(void waits.push(ms)), random: () => random },
  };
}

Deno.test("retry() waits 4 ms, then twice as long each time, up to 250 ms, and gives up after 60 attempts", async () => {
  const { waits, ports } = patient(1);
  let attempts = 0;
  assertEquals(await retry(() => Promise.resolve((attempts++, null)), ports), null);
  assertEquals([attempts, waits.length], [60, 60]);
  assertEquals(waits.slice(0, 8), [4, 8, 16, 32, 64, 128, 250, 250]);
  assertEquals(waits.at(-1), 250);
  const other = patient(0);
  await retry(() => Promise.resolve(null), other.ports);
  assertEquals(other.waits.slice(0, 3), [2, 4, 8], "two instances do not wait in step");
});

Deno.test("retry() answers with the first answer, also where the database was locked before", async () => {
  const { waits, ports } = patient(1);
  const answers = [new Error("database is locked"), null, "answer"];
  const attempt = () => {
    const answer = answers.shift()!;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };
  assertEquals([await retry(attempt, ports), waits], ["answer", [4, 8]]);
  await assertRejects(() => retry(() => Promise.reject(new Error("disk full")), ports), Error, "disk full");
});
