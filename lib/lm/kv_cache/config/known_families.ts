/** Model types whose caches the rules here were checked for; a text part's own name may end in `_text` or `_text_model`. */
const KNOWN = new Set(
  `afm7 afmoe apertus aquila arcee arctic aria baichuan baichuan_m1 bailing_moe bailing_moe_v2 bailing_moe_linear
bailing_hybrid bamba biogpt bitnet bloom chameleon chatglm code_llama codegen codeshell cohere cohere2 cpmant csm ctrl
cwm dbrx deci deepseek deepseek_v2 deepseek_v3 deepseek_v32 deepseek_vl_v2 deepseek_ocr diffllama doge dory dots1 emu3
ernie4_5 ernie4_5_moe ernie4_5_vl_moe exaone exaone4 exaone_moe falcon falcon_h1 falcon_mamba flex_olmo fuyu gemma
gemma2 gemma3 gemma3n gemma4 gemma4_unified glm glm4 glm4_moe glm4_moe_lite glm4v glm4v_moe glm46v glm_moe_dsa gpt-sw3 gpt2
gpt_bigcode gpt_neo gpt_neox gpt_neox_japanese gpt_oss gpt_oss_puzzle gptj granite granitemoe granitemoehybrid granitemoeshared grok
grok-1 helium hunyuan hunyuan_v1_dense hunyuan_v1_moe hunyuan_vl hymba hyperclovax idefics idefics2 idefics3 internlm
internlm2 internlm3 internvl iquestcoder iquestloopcoder jais jais2 jamba jetmoe kimi_k2 kimi_k25 kimi_linear kimi_vl kosmos_2
lfm2 lfm2_moe lfm2_vl llama llama4 llava llava_next llava_llama llava_onevision llava_mistral llava_qwen longcat_flash
longcat_flash_ngram longcat_next mamba mamba2 mimo mimo_v2 mimo_v2_flash minicpm minicpm3 minicpm4 minicpm_sala minicpmv minimax minimax_m1
minimax_m2 minimax_m3 inkling inkling2 laguna minimax_text_01 ministral ministral3 mistral mistral3 mistral4 mixtral mllama modernbert-decoder molmo mpt
nanochat nemotron nemotron-nas nemotron_h nemotron_h_puzzle nemotron_nas olmo olmo2 olmo3 olmo_hybrid olmoe openai-gpt openelm opt
orion ouro ovis ovis2 ovis2_5 paligemma pangu_ultra_moe persimmon phi phi-msft phi3 phi3_v phi3small phi4flash
phi4_multimodal phi4mm phimoe pixtral plamo plamo2 plamo3 qwen qwen2 qwen2_5_omni qwen2_5_omni_thinker qwen2_5_vl
qwen2_audio qwen2_moe qwen2_vl qwen3 qwen3_5 qwen3_5_moe qwen3_moe qwen3_next qwen3_omni_moe qwen3_omni_moe_thinker
qwen3_vl qwen3_vl_moe recurrent_gemma refinedweb refinedwebmodel rwkv rwkv5 rwkv6 rwkv7 seed_oss smallthinker smollm3
smolvlm solar solar_open stablelm stablelm_epoch starcoder2 step3 step3_text step3_vl step3p5 telechat telechat2
vaultgemma voxtral xglm xlstm xverse yi youtu zamba zamba2 zaya`.split(/\s+/),
);

/** Whether the rules here were checked for a family. */
export function isKnownFamily(type: string): boolean {
  const name = type.toLowerCase();
  return KNOWN.has(name) || KNOWN.has(name.replace(/_text(?:_model)?$/, ""));
}
