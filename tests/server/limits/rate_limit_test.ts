import { assertEquals } from "@std/assert";
import { clientAddress } from "@/lib/server/limits/client_address.ts";
import { createRateLimiter } from "@/lib/server/limits/rate_limit.ts";

Deno.test("createRateLimiter() lets a client pass as often as the limit says, and again when its minute is over", () => {
  let time = 0;
  const limiter = createRateLimiter(3, () => time);
  const take = (client = "a") => limiter.take(client);
  assertEquals([take(), take(), take()].map((each) => each.remaining), [2, 1, 0]);
  time = 45_000;
  assertEquals(take(), { allowed: false, limit: 3, remaining: 0, resetSeconds: 15 });
  assertEquals(take("b").allowed, true);
  time += 15_000;
  assertEquals(take(), { allowed: true, limit: 3, remaining: 2, resetSeconds: 60 });
});

Deno.test("createRateLimiter() forgets the oldest clients rather than growing without end", () => {
  const limiter = createRateLimiter(1, () => 0);
  limiter.take("first");
  for (let client = 0; client < 100_000; client++) limiter.take(`${client}`);
  assertEquals(limiter.take("99999").allowed, false);
  assertEquals(limiter.take("first").allowed, true);
});

Deno.test("clientAddress() believes nobody but trusted proxies", () => {
  assertEquals(clientAddress("9.9.9.9", "1.1.1.1", null), "9.9.9.9");
  assertEquals(clientAddress("9.9.9.9", "8.8.8.8, 1.1.1.1", 1), "1.1.1.1");
  assertEquals(clientAddress("9.9.9.9", "8.8.8.8, 1.1.1.1", 2), "8.8.8.8");
  assertEquals(clientAddress("9.9.9.9", null, 1), "9.9.9.9");
  assertEquals(clientAddress("::ffff:9.9.9.9", "8.8.8.8, 1.1.1.1", ["9.9.9.9"]), "1.1.1.1");
  assertEquals(clientAddress("7.7.7.7", "8.8.8.8, 1.1.1.1", ["9.9.9.9"]), "7.7.7.7");
  assertEquals(clientAddress(null, null, null), "");
});

Deno.test("clientAddress() counts a whole /64 of IPv6 as one client", () => {
  const [one, two] = ["2001:db8:1:2::1", "2001:db8:1:2:3:4:5:6"];
  assertEquals(clientAddress(one, null, null), clientAddress(two, null, null));
  assertEquals(clientAddress("::1", null, null), "0:0:0:0::/64");
});
