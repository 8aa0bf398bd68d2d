/** The experiments that ask about the world, on SmolLM2's real weights. Skipped without a mirror folder. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { createEmbeddedModel } from "@/lib/embedded/embedded_model.ts";
import { experimentNamed } from "@/lib/limits/experiments.ts";
import { readLimitQuery } from "@/lib/limits/limit_experiment.ts";
import { PreTrainedTokenizer } from "@huggingface/transformers";
import { textCodec } from "@/lib/models/engine/text_codec.ts";
import { vocabularyOf } from "@/lib/models/engine/tokenizer_bytes.ts";
import { exactDescription } from "@/lib/models/engine/tokenizer_description.ts";
import { unpackVocabulary } from "@/lib/lm/vocabulary.ts";
import type { Tokenizer } from "@/lib/transformer/byte_level_bpe.ts";
import { createTransformer } from "@/lib/transformer/forward.ts";
import { EXPECTED_ANSWERS, modelFile, smollm2Weights } from "@/tests/models/smollm2.ts";
import { kernelOps } from "@/tests/transformer/kernel_ops.ts";

const TEXT = new TextDecoder();

Deno.test({
  name: "SmolLM2: a fact in five wordings, what does not exist, and the fixes",
  ignore: EXPECTED_ANSWERS === null,
  async fn() {
    const ops = await kernelOps("plain", 2);
    try {
      const transformer = createTransformer(await smollm2Weights(), { ops });
      const model = createEmbeddedModel({
        name: "HuggingFaceTB/SmolLM2-135M-Instruct",
        revision: "main",
        tokenizer: await readTokenizer(transformer.config.vocabulary),
        transformer,
      });
      const run = (name: string, search = "") => {
        const experiment = experimentNamed(name);
        return experiment.run(readLimitQuery(experiment.fields, new URLSearchParams(search)), { model });
      };
      const world = experimentNamed("database").next[0]![0];
      const facts = await run("database", new URL(world, "http://localhost").search);
      const [wordings, unknown] = facts.parts.filter((part) => part.kind === "bars");
      // One fact, five wordings: a model of the world's text knows it in some of them.
      assertEquals(wordings!.bars.map(({ label }) => label), ["Paris", "Prague", "France", "the", "Paris"]);
      assertEquals([facts.figures["answers"], facts.figures["most"]], [4, 2]);
      assertMatch(facts.sentence, /^5 wordings of one question get 4 answers/);
      for (const { label } of unknown!.bars) assert(label !== "", "a space is shown");
      const { figures } = await run("fixes", "source=1");
      assert(
        figures["prior"]! < 0.02 && figures["sourced"]! > 0.15,
        "a policy in the context counts here too",
      );
      assert(figures["anchored"]! > 5 * figures["drifted"]!, "and so does saying it again");
      assert(
        Number.isInteger(figures["sum"]) && figures["sum"] !== 0,
        `a number was read: ${figures["sum"]}`,
      );
    } finally {
      ops.dispose?.();
    }
  },
});

/** The hub's tokenizer as the site's own networks take one. It has no begin token. */
async function readTokenizer(size: number): Promise<Tokenizer> {
  const [file, settings] = await Promise.all(
    ["tokenizer.json", "tokenizer_config.json"].map(async (name) =>
      JSON.parse(TEXT.decode(await modelFile(name)))
    ),
  );
  return {
    vocabulary: unpackVocabulary(vocabularyOf(file, size)),
    encode: textCodec(new PreTrainedTokenizer(exactDescription(file), settings), null).encode,
    special: () => null,
  };
}
