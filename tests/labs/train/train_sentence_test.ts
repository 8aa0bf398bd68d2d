import { assert, assertEquals } from "@std/assert";
import { serverRun, untrainedRun } from "@/lib/labs/train/run_record.ts";
import { guessOf, trainSentence } from "@/lib/labs/train/train_sentence.ts";
import { trainOnServer, untrainedOnServer } from "@/lib/training/run/train_on_server.ts";
import { DEFAULT_SETTINGS } from "@/lib/training/training_settings.ts";

const GUESS = { context: "left regional", token: "hub", probability: 0.999999 };

Deno.test("trainSentence() asks before the first step, and calls nothing certain that is not", async () => {
  const blank = await untrainedOnServer(DEFAULT_SETTINGS);
  const question = trainSentence(untrainedRun(DEFAULT_SETTINGS, blank!.facts), "idle", {
    ...GUESS,
    probability: 0.15,
  });
  assert(question.endsWith("it says ⟦hub⟧, 15\u00a0%. What will it say once it is trained?"), question);
  const made = await trainOnServer(DEFAULT_SETTINGS);
  if (made.kind !== "finished") throw new Error(made.kind);
  assertEquals(
    trainSentence(serverRun(DEFAULT_SETTINGS, made.run), "done", GUESS),
    "Its loss is 0.347 nats, the text's floor 0.347; after ⟦left regional⟧ it says ⟦hub⟧, over 99.9\u00a0%.",
  );
  assert(trainSentence(null, "idle", null).includes("read nothing"));
});

Deno.test("guessOf() is the softmax's likeliest, and nothing where the logits are not finite", () => {
  const look = { step: 0, context: [], points: [], shown: 1 };
  const guess = guessOf({ ...look, logits: [0, Math.log(3)] }, "a", String)!;
  assertEquals([guess.token, Math.round(guess.probability * 1000)], ["1", 750]);
  assertEquals(guessOf({ ...look, logits: [NaN, 1] }, "a", String), null);
});
