import { assert, assertEquals, assertRejects } from "@std/assert";
import { createBoundedQueue, QueueFull } from "@/lib/server/limits/bounded_queue.ts";

/** Work that ends when it is told to. */
function held() {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { work: () => promise, end: resolve };
}

/** Runs works of these clients behind one that holds the queue; the order in which they ran. */
async function orderOf(clients: readonly string[], most = 100): Promise<string[]> {
  const queue = createBoundedQueue(most);
  const first = held();
  const order: string[] = [];
  const all = [
    queue.run("first", first.work),
    ...clients.map((client, index) =>
      queue.run(client, () => Promise.resolve(void order.push(`${client}${index}`)))
    ),
  ];
  first.end();
  await Promise.all(all);
  return order;
}

Deno.test("createBoundedQueue() lets clients take turns and keeps each one's order", async () => {
  const order = await orderOf(["a", "a", "a", "b", "c", "b"]);
  assertEquals(order, ["a0", "b3", "c4", "a1", "b5", "a2"]);
});

Deno.test("createBoundedQueue() runs one client's works in their order", async () => {
  assertEquals(await orderOf(["a", "a", "a"]), ["a0", "a1", "a2"]);
});

Deno.test("createBoundedQueue() refuses what it has no place for, and has places again afterwards", async () => {
  const queue = createBoundedQueue(2);
  const [one, two] = [held(), held()];
  const running = [queue.run("a", one.work), queue.run("a", two.work)];
  await assertRejects(() => queue.run("a", () => Promise.resolve()), QueueFull);
  one.end();
  two.end();
  await Promise.all(running);
  assertEquals(await queue.run("a", () => Promise.resolve(1)), 1);
});

Deno.test("createBoundedQueue() gives a greedy client's last place to another client", async () => {
  const queue = createBoundedQueue(4);
  const first = held();
  const ran: string[] = [];
  const ask = (client: string, name: string) =>
    queue.run(client, () => Promise.resolve(void ran.push(name))).catch((error) => {
      assert(error instanceof QueueFull);
      ran.push(`no ${name}`);
    });
  const all = [
    queue.run("a", first.work),
    ask("a", "a1"),
    ask("a", "a2"),
    ask("a", "a3"),
    ask("b", "b1"),
    // Both wait for as much now: nobody has to give way.
    ask("b", "b2"),
  ];
  await Promise.all([all[3], all[5]]);
  first.end();
  await Promise.all(all);
  assertEquals(ran, ["no b2", "no a3", "a1", "b1", "a2"]);
});

Deno.test("createBoundedQueue() goes on after a work that failed", async () => {
  const queue = createBoundedQueue(4);
  await assertRejects(() => queue.run("a", () => Promise.reject(new Error("broken"))), Error, "broken");
  assertEquals(await queue.run("a", () => Promise.resolve("fine")), "fine");
});

Deno.test("createBoundedQueue() runs as many at once as it is told", async () => {
  const queue = createBoundedQueue(10, 2);
  let running = 0;
  let most = 0;
  const work = async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 1));
    running--;
  };
  await Promise.all(Array.from({ length: 6 }, () => queue.run("a", work)));
  assertEquals(most, 2);
});

Deno.test("createBoundedQueue() leaves room for others beside one client's long work", async () => {
  const queue = createBoundedQueue(9, 2, () => 0, 1);
  const long = held();
  const order: string[] = [];
  const first = queue.run("a", long.work);
  const second = queue.run("a", () => Promise.resolve(void order.push("a")));
  await queue.run("b", () => Promise.resolve(void order.push("b")));
  assertEquals(order, ["b"]);
  long.end();
  await Promise.all([first, second]);
  assertEquals(order, ["b", "a"]);
});

Deno.test("createBoundedQueue() refuses what has not begun in time, and what has begun goes on", async () => {
  const queue = createBoundedQueue(9, 1, () => 0, 1, 20);
  const long = held();
  const first = queue.run("a", long.work);
  await assertRejects(() => queue.run("a", () => Promise.resolve()), QueueFull, "Not begun");
  await assertRejects(() => queue.run("b", () => Promise.resolve()), QueueFull, "Not begun");
  long.end();
  await first;
  assertEquals(await queue.run("b", () => Promise.resolve("goes on")), "goes on");
});

Deno.test("createBoundedQueue() takes the client that had least, whoever stands first or last", async () => {
  const spent: Readonly<Record<string, number>> = { a: 5, b: 3, c: 4 };
  const queue = createBoundedQueue(9, 1, (client) => spent[client] ?? 0);
  const first = held();
  const order: string[] = [];
  const all = [
    queue.run("first", first.work),
    ...["a", "b", "c"].map((client) => queue.run(client, () => Promise.resolve(void order.push(client)))),
  ];
  first.end();
  await Promise.all(all);
  assertEquals(order, ["b", "c", "a"]);
});

Deno.test("createBoundedQueue() takes no place from a client that waits for one more than who asks", async () => {
  const queue = createBoundedQueue(4);
  const first = held();
  const ran: string[] = [];
  const ask = (client: string, name: string) =>
    queue.run(client, () => Promise.resolve(void ran.push(name))).catch(() => void ran.push(`no ${name}`));
  // One runs, a waits for two, b for one: b would wait for as much as a.
  const all = [queue.run("x", first.work), ask("a", "a1"), ask("a", "a2"), ask("b", "b1"), ask("b", "b2")];
  await all[4];
  assertEquals(ran, ["no b2"]);
  first.end();
  await Promise.all(all);
  assertEquals(ran, ["no b2", "a1", "b1", "a2"]);
});
