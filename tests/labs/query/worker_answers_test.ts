/** Both sides of a worker that is only asked. */
import { assertEquals, assertRejects } from "@std/assert";
import { serveAnswers } from "@/lib/labs/query/serve_answers.ts";
import { type AnswerPort, createAskWorker } from "@/lib/labs/query/worker_answers.ts";
import { workerPort } from "@/lib/labs/query/worker_port.ts";

const { signal } = new AbortController();

/** A worker in this thread. */
function local(answer: (question: string) => Promise<number>) {
  const made: AnswerPort<string, number>[] = [];
  const answered: string[] = [];
  const start = () => {
    const port: AnswerPort<string, number> = { postMessage: () => {}, onmessage: null, onerror: null };
    const serve = serveAnswers<string, number>(
      (question) => (answered.push(question), answer(question)),
      (data) => port.onmessage?.({ data }),
    );
    made.push(port);
    return Object.assign(port, {
      postMessage: (request: Parameters<typeof serve>[0]) => void serve(request),
    });
  };
  return { made, answered, ask: createAskWorker(start) };
}

Deno.test("a worker starts with the first question, and answers each", async () => {
  const { ask, made } = local((question) => Promise.resolve(question.length));
  assertEquals(made.length, 0);
  assertEquals([await ask("ab", signal), await ask("abc", signal), made.length], [2, 3, 1]);
});

Deno.test("why there is no answer is said, and the next question has one", async () => {
  const { ask } = local((question) =>
    question === "" ? Promise.reject(new RangeError("Type a word")) : Promise.resolve(question.length)
  );
  await assertRejects(() => ask("", signal), Error, "Type a word");
  assertEquals(await ask("a", signal), 1);
});

Deno.test("a question that was overtaken while it waited is not answered", async () => {
  const held = Promise.withResolvers<number>();
  const { ask, answered } = local(() => held.promise);
  const controllers = Array.from({ length: 3 }, () => new AbortController());
  const first = ask("first", controllers[0]!.signal);
  await Promise.resolve();
  const asked = ["second", "third"].map((text, index) => ask(text, controllers[index + 1]!.signal));
  controllers[0]!.abort(new Error("edited"));
  controllers[1]!.abort(new Error("edited"));
  await assertRejects(() => first, Error, "edited");
  await assertRejects(() => asked[0]!, Error, "edited");
  held.resolve(7);
  assertEquals([await asked[1]!, answered], [7, ["first", "third"]]);
  await assertRejects(() => ask("late", AbortSignal.abort(new Error("late"))), Error, "late");
});

Deno.test("a worker that fails is said, and another one takes its place", async () => {
  const held = Promise.withResolvers<number>();
  const { ask, made } = local(() => held.promise);
  const first = ask("a", signal);
  made[0]!.onerror!({ message: "out of memory" });
  await assertRejects(() => first, Error, "out of memory");
  const second = ask("b", signal);
  made[1]!.onerror!({});
  await assertRejects(() => second, Error, "reload the page");
  held.resolve(5);
  assertEquals([await ask("c", signal), made.length], [5, 3]);
});

Deno.test("a browser's worker is heard, and told", () => {
  const sent: unknown[] = [];
  const worker = { postMessage: (message: unknown) => void sent.push(message) } as unknown as Worker;
  const port: AnswerPort<string, number> = workerPort(worker);
  const heard: unknown[] = [];
  port.onmessage = ({ data }) => heard.push(data);
  port.onerror = ({ message }) => heard.push(message);
  port.postMessage({ id: 1, question: "a" });
  worker.onmessage!({ data: { id: 1, answer: 2 } } as MessageEvent);
  worker.onerror!({ message: "broken" } as ErrorEvent);
  assertEquals([sent, heard], [[{ id: 1, question: "a" }], [{ id: 1, answer: 2 }, "broken"]]);
});
