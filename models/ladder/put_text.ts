/**
 * Puts a text to every rung of the ladder, as /ladder does:
 *
 *     deno run -A models/ladder/put_text.ts [--text="The package left the warehouse."] [--file=text.txt]
 *
 * Prints bits per byte, held-out subtractions and the likeliest next tokens of each rung, then the compressors.
 *
 * @module
 */
import type { LadderResult } from "@/lib/labs/ladder/climb.ts";
import { LADDER_FIELDS } from "@/lib/experiment/fields/ladder_fields.ts";
import { visibleText } from "@/lib/lm/visible_text.ts";
import { climbLadder, ladderCard } from "@/lib/server/ladder_on_server.ts";

/** The ladder as tab-separated lines; bits per byte are unrounded, and empty where a text has no byte. */
export function ladderLines({ rungs, gzip, brotli }: LadderResult): string[] {
  const { subtraction } = ladderCard();
  return [
    ["rung", "bits_per_byte", "unseen_subtractions", "next"],
    ...rungs.map(({ name, bitsPerByte, next }) => [
      name,
      bitsPerByte ?? "",
      subtraction[name] ?? "",
      next.map(({ bytes, probability }) =>
        `${visibleText(Uint8Array.from(bytes))} ${(100 * probability).toFixed(1)} %`
      ).join(", "),
    ]),
    ["gzip", gzip ?? "", "", ""],
    ["brotli", brotli ?? "", "", ""],
  ].map((cells) => cells.join("\t"));
}

function givenText(): string {
  const given = (name: string) =>
    Deno.args.find((each) => each.startsWith(`--${name}=`))?.slice(name.length + 3);
  const file = given("file");
  return file === undefined ? given("text") ?? LADDER_FIELDS.text.initial : Deno.readTextFileSync(file);
}

if (import.meta.main) {
  const lines = ladderLines(await climbLadder(givenText()));
  await Deno.stdout.write(new TextEncoder().encode(lines.join("\n") + "\n"));
}
