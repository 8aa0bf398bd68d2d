/** A token's number in its model's vocabulary: an integer, 0 up to the vocabulary's size less one. */
export type TokenId = number;
