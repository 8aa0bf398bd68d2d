import { assertEquals } from "@std/assert";
import { clientAddress } from "@/lib/server/limits/client_address.ts";

Deno.test("clientAddress() tells no ports apart", () => {
  const behindOne = (forwarded: string) => clientAddress("10.0.0.1", forwarded, 1);
  assertEquals(behindOne("203.0.113.7:51000"), "203.0.113.7");
  assertEquals(behindOne("203.0.113.7"), "203.0.113.7");
  assertEquals(behindOne("[2001:db8:1:2::7]:51000"), "2001:db8:1:2::/64");
  assertEquals(behindOne("[2001:db8:1:2::7]"), "2001:db8:1:2::/64");
  assertEquals(behindOne("::ffff:203.0.113.7"), "203.0.113.7");
  assertEquals(
    clientAddress("10.0.0.1", "203.0.113.7:1, 10.0.0.2:99", ["10.0.0.1", "10.0.0.2"]),
    "203.0.113.7",
  );
});
