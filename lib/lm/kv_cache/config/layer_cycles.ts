/**
 * The arithmetic by which configurations say which layers are of which kind. Every function gives one name a layer.
 *
 * @module
 */

/** The last of each `every` layers is `one`, the others are `rest`. */
export function lastOfEach(layers: number, every: number, one: string, rest: string): string[] {
  return eachLayer(layers, (layer) => (layer + 1) % every === 0 ? one : rest);
}

/** Layer `offset` of each `every` layers is `one`, the others are `rest`. */
export function atOffset(layers: number, every: number, offset: number, one: string, rest: string): string[] {
  return eachLayer(layers, (layer) => layer % every === offset ? one : rest);
}

/** The layers of a list of numbers are `one`, the others are `rest`. */
export function listed(layers: number, indices: readonly number[], one: string, rest: string): string[] {
  const known = new Set(indices);
  return eachLayer(layers, (layer) => known.has(layer) ? one : rest);
}

/** A list over and over where it is shorter than the layers, its beginning where it is longer. */
export function cycled(layers: number, list: readonly string[]): string[] {
  return eachLayer(layers, (layer) => list[layer % list.length]!);
}

/** {@linkcode cycled} of codes, by what each of them means; a code without a meaning stays as it is. */
export function decoded(
  layers: number,
  codes: readonly (string | number)[],
  meanings: Readonly<Record<string, string>>,
): string[] {
  const names = codes.map((code) => Object.hasOwn(meanings, code) ? meanings[code]! : `${code}`);
  return cycled(layers, names);
}

/** One name a layer by a rule over the layers' numbers, from 0. */
export function eachLayer(layers: number, rule: (layer: number) => string): string[] {
  return Array.from({ length: layers }, (_, layer) => rule(layer));
}
